"""Whole harvests over sites that are broken in silence, and over sites that are only a little different."""

import json
import re
import shutil
import sys
from calendar import month_name
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from osce_scraper.archive import content
from osce_scraper.crawling import clock
from osce_scraper.crawling.harvest import Harvested
from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.records import MonitorStatus, Participants
from tests.monitors.harvests import run_harvest
from tests.site.server import LocalSite
from tests.spiders.crawl import make_due, open_store, records

#: Items of the site before the night that is tested, beside those that came night by night.
ITEMS = 70
NIGHTS = 3


def make_site(port: int = 0) -> LocalSite:
    """The site as the nights before have left it."""
    return LocalSite(ITEMS, port=port)


def a_night_passes(site: LocalSite, new: int = 3) -> None:
    """Some new items, of both layouts."""
    site.advance(days=1)
    for number in range(new):
        site.add_item(layout="drupal6" if number % 2 else "drupal11")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """The site's port, and a data directory with a first harvest and some nights after it."""
    directory = tmp_path_factory.mktemp("known")
    with make_site() as site:
        assert run_harvest(site.base_url, directory).verdict.code is ExitCode.GOOD
        for _ in range(NIGHTS):
            a_night_passes(site)
            found = run_harvest(site.base_url, directory)
            assert found.verdict.code is ExitCode.GOOD, found.verdict.lines
        return site.port, directory


class Nightly:
    """A site with a past, and the data directory that knows it."""

    def __init__(self, site: LocalSite, directory: Path) -> None:
        self.site = site
        self.directory = directory

    def harvest(self, **given: str) -> Harvested:
        """Tonight's harvest."""
        return run_harvest(self.site.base_url, self.directory, **given)

    def record(self, identity: str) -> dict[str, object]:
        """The published record of an item."""
        return records(self.directory)[identity]

    @property
    def files(self) -> dict[str, bytes]:
        """What is published."""
        return {path.name: path.read_bytes() for path in self.directory.glob("*.jsonl")}


@pytest.fixture
def nightly(known: tuple[int, Path], tmp_path: Path) -> Iterator[Nightly]:
    """The site after some nights, and a copy of what is known of it."""
    port, directory = known
    shutil.copytree(directory, tmp_path / "data")
    with make_site(port) as site:
        for _ in range(NIGHTS):
            a_night_passes(site)
        yield Nightly(site, tmp_path / "data")


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Nightly]:
    """A site that was never harvested."""
    with make_site() as site:
        yield Nightly(site, tmp_path / "data")


def replaced(*pairs: tuple[str, str]) -> Callable[[str, bytes], bytes]:
    """Rewrites pages by regular expressions."""

    def rewrite(path: str, body: bytes) -> bytes:
        text = body.decode()
        for pattern, new in pairs:
            text = re.sub(pattern, new, text, flags=re.DOTALL)
        return text.encode()

    return rewrite


def check_held_back(nightly: Nightly, monitor: str, **given: str) -> Harvested:
    """Harvest, and see that this monitor held the data back and the files are those of before."""
    before = nightly.files
    found = nightly.harvest(**given)
    red = {one.monitor: one for one in found.red}
    assert found.verdict.code is ExitCode.MONITOR_RED, [one.message for one in found.monitors]
    assert monitor in red, list(red)
    assert red[monitor].look_at
    assert any(monitor in line for line in found.verdict.lines)
    assert nightly.files == before
    return found


# -- planted failures -------------------------------------------------------------------------------------

MONTHS = "|".join(month_name[1:])
#: What is taken from pages so that no date is left on them.
DATES = (
    (r"<time.*?</time>", ""),
    (r'"datePublished": *"[^"]*",?', ""),
    (r'<meta property="article:published_time"[^>]*>', ""),
    (r'<span class="date-display-single">.*?</span>', ""),
    (r"(?:Publishing date|Issued on|Date):", ""),
    (rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}", ""),
)


def stops_at_page_three(path: str, body: bytes) -> bytes:
    """A listing whose third page says that it is the last, and that shows nothing behind it."""
    page = re.search(r"/news.*page=(\d+)", path)
    if page is None or int(page[1]) < 2:
        return body
    if int(page[1]) > 2:
        return b"<html><body><main><h1>News</h1><p>There is nothing here.</p></main></body></html>"
    return re.sub(rb'<nav class="pager.*?</nav>', b"", body, flags=re.DOTALL)


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_a_listing_that_silently_stops_at_page_three(when: str, request: pytest.FixtureRequest) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    if when == "nightly":
        a_night_passes(nightly.site)
    nightly.site.rewrite = stops_at_page_three
    check_held_back(nightly, "listings")
    # The walk that broke off is no end of the listing: the next run walks it again, and all is well.
    nightly.site.rewrite = None
    assert nightly.harvest().verdict.code is ExitCode.GOOD
    assert set(nightly_ids(nightly)) == set(nightly.site.truth())


def nightly_ids(nightly: Nightly) -> list[str]:
    """Identities of the published items."""
    return re.findall(
        r'^\{"schema_version":"[^"]*","id":"([^"]*)"', nightly.files["news.jsonl"].decode(), re.M
    )


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_all_dates_are_missing(when: str, request: pytest.FixtureRequest) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    if when == "nightly":
        a_night_passes(nightly.site, new=5)
    nightly.site.rewrite = replaced(*DATES)
    check_held_back(nightly, "first/issued_on" if when == "first" else "fill/issued_on")


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_the_body_of_one_layout_is_empty(when: str, request: pytest.FixtureRequest) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    if when == "nightly":
        a_night_passes(nightly.site, new=8)

    def rewrite(path: str, body: bytes) -> bytes:
        return re.sub(rb'(<div class="body body-section[^>]*>).*?</div>', rb"\1</div>", body, flags=re.DOTALL)

    nightly.site.rewrite = rewrite
    check_held_back(nightly, "first/text" if when == "first" else "fill/text")


def test_pages_without_dates_whose_listing_told_them_before(nightly: Nightly) -> None:
    a_night_passes(nightly.site, new=1)
    nightly.site.rewrite = replaced(*DATES)
    check_held_back(nightly, "undated", full="1")


def test_a_renamed_label_of_the_issuer(nightly: Nightly) -> None:
    a_night_passes(nightly.site, new=6)
    nightly.site.rewrite = replaced((r"Issued by:?|Where we are:?|Source:", "Brought forward through:"))
    check_held_back(nightly, "fill/issuers")


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_half_of_the_items_answer_404(when: str, request: pytest.FixtureRequest) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    if when == "nightly":
        a_night_passes(nightly.site, new=12)
    for story in list(nightly.site.items)[::2]:
        nightly.site.answer(story.number, 404)
    check_held_back(nightly, "gone", full="1")


LOGIN = b"""<!doctype html><html lang="en"><head><title>Log in</title></head><body><h1>Log in</h1>
<form action="/user/login" method="post"><label>Username <input name="name"></label>
<label>Password <input type="password" name="pass"></label><button>Log in</button></form></body></html>"""


def test_a_login_page_for_every_item(nightly: Nightly) -> None:
    a_night_passes(nightly.site, new=5)
    nightly.site.rewrite = lambda path, body: LOGIN if re.search(r"/\d{5,}$", path) else body
    check_held_back(nightly, "quarantine")


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_a_login_page_for_everything(when: str, request: pytest.FixtureRequest) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    nightly.site.rewrite = lambda path, body: body if path == "/robots.txt" else LOGIN
    check_held_back(nightly, "sources")


def test_the_listing_of_last_year(nightly: Nightly) -> None:
    stories = sorted(nightly.site.items, key=lambda story: story.issued_on)
    for story in stories[-35:]:
        nightly.site.unlist(story.number)
    check_held_back(nightly, "news")


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_a_rule_of_participants_that_finds_nothing(
    when: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    read = content.read_news

    def without_participants(*given: object, **more: object) -> object:
        found = read(*given, **more)  # type: ignore[arg-type]
        found.item.participants = Participants()
        return found

    monkeypatch.setattr(content, "read_news", without_participants)
    if when == "nightly":
        a_night_passes(nightly.site, new=0)
        for number in range(7):
            nightly.site.add_item(body=[f"A course for {12 + number} officers ended.", "It was the first."])
    check_held_back(nightly, "participants")


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_a_menu_that_lost_a_branch(when: str, request: pytest.FixtureRequest) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    nightly.site.rewrite = lambda path, body: without_branch(body) if path == "/" else body
    check_held_back(nightly, "menus")
    # The next night shows the same menu, and says that it is the same.
    check_held_back(nightly, "menus")


def without_branch(body: bytes) -> bytes:
    """The page without the secretariat's departments."""
    text = body.decode()
    begin = text.index("Secretary General")
    start = text.rindex("<ul", 0, begin)
    return (text[:start] + text[text.index("</ul>", begin) + 5 :]).encode()


@pytest.mark.parametrize("when", ["first", "nightly"])
def test_every_address_answers_with_the_same_story(when: str, request: pytest.FixtureRequest) -> None:
    nightly: Nightly = request.getfixturevalue(when)
    a_night_passes(nightly.site, new=9)
    page: list[bytes] = []

    def rewrite(path: str, body: bytes) -> bytes:
        if not re.search(r"/\d{5,}$", path):
            return body
        page.append(body)
        return page[0]

    nightly.site.rewrite = rewrite
    check_held_back(nightly, "duplicates")


def test_stories_that_come_again_under_new_addresses(nightly: Nightly) -> None:
    nightly.site.advance(days=1)
    for number, story in enumerate(nightly.site.items[3:11]):
        nightly.site.add_item(
            number=750_000 + number, title=story.title, body=[block.text for block in story.text]
        )
    check_held_back(nightly, "duplicates")


# -- harmless changes -------------------------------------------------------------------------------------


def check_published(nightly: Nightly, *, quiet: bool = False, **given: str) -> Harvested:
    """Harvest, and see that the data is published."""
    found = nightly.harvest(**given)
    assert found.verdict.code is ExitCode.GOOD, found.verdict.lines
    assert found.published is not None
    if quiet:
        assert [one for one in found.yellow if one.monitor != "news"] == []
    return found


def test_a_first_harvest(first: Nightly) -> None:
    check_published(first)


def test_a_night_without_anything_new(nightly: Nightly) -> None:
    check_published(nightly, quiet=True)


def test_a_night_like_the_others(nightly: Nightly) -> None:
    a_night_passes(nightly.site)
    check_published(nightly, quiet=True)


def test_a_quiet_week(nightly: Nightly) -> None:
    for _ in range(7):
        nightly.site.advance(days=1)
        check_published(nightly)


def test_a_burst_of_forty_items(nightly: Nightly) -> None:
    a_night_passes(nightly.site, new=40)
    check_published(nightly)


def test_a_new_field_of_work_and_a_new_office(nightly: Nightly) -> None:
    a_night_passes(nightly.site)
    nightly.site.add_item(fields_of_work=("Outer space",), issuers=("OSCE Desk in Reykjavik",))
    found = check_published(nightly)
    assert MonitorStatus.RED not in {one.status for one in found.monitors}


def test_one_known_page_that_became_another_keeps_its_record(nightly: Nightly) -> None:
    """Whatever it contains: here somebody else's page."""
    notice = (
        b"<html><head><title>Winter boots</title></head><body><main><h1>Winter boots</h1>"
        b"<p>Our boots have been made in the same small town for four generations of walkers.</p>"
        b"<p>They keep your feet warm and dry on the longest ways through the snow.</p></main></body></html>"
    )
    a_night_passes(nightly.site)
    before = nightly.record("531680-en")
    nightly.site.answer(531680, 200, body=notice)
    check_published(nightly, full="1")
    for field in ("title", "body", "issued_on", "revision"):
        assert nightly.record("531680-en")[field] == before[field]
    with open_store(nightly.directory) as store:
        assert "531680-en" in {entry.identity for entry in store.quarantined()}


def test_one_odd_page(nightly: Nightly) -> None:
    a_night_passes(nightly.site)
    odd = nightly.site.add_item()
    nightly.site.answer(odd.number, 200, body=b"<html><body><p>Hello</p></body></html>")
    check_published(nightly)


def test_a_first_harvest_of_two_items_one_of_them_odd(first: Nightly) -> None:
    newest = max(first.site.items, key=lambda story: (story.issued_on, story.number))
    first.site.answer(newest.number, 200, body=b"<html><body><p>Hello</p></body></html>")
    check_published(first, limit="2")


def test_refused_pages_that_are_asked_again(nightly: Nightly) -> None:
    a_night_passes(nightly.site, new=40)
    odd = [story.number for story in nightly.site.items[-3:]]
    for number in odd:
        nightly.site.answer(number, 200, body=b"<html><body><p>Hello</p></body></html>")
    check_published(nightly)
    a_night_passes(nightly.site, new=1)
    make_due(nightly.directory, *(f"{number}-en" for number in odd))
    found = check_published(nightly, quiet=True)
    assert found.counts["again/quarantined"] == 3


def test_two_items_that_vanished(nightly: Nightly) -> None:
    for story in list(nightly.site.items)[5:7]:
        nightly.site.remove(story.number)
    a_night_passes(nightly.site)
    check_published(nightly)


def test_an_entry_more_in_the_menu_and_the_next_chair(nightly: Nightly) -> None:
    nightly.site.rewrite = replaced(
        ("Finland – OSCE Chairpersonship 2025", "Finland"), ("Moldova<", "Republic of Moldova<")
    )
    check_published(nightly)


def test_items_of_another_known_layout(nightly: Nightly) -> None:
    nightly.site.advance(days=1)
    for _ in range(6):
        nightly.site.add_item(layout="drupal6")
    check_published(nightly)


def test_one_item_that_gives_no_answer(nightly: Nightly) -> None:
    a_night_passes(nightly.site)
    nightly.site.drop(nightly.site.add_item().number)
    check_published(nightly)


def test_a_harvest_of_a_part(nightly: Nightly) -> None:
    a_night_passes(nightly.site)
    check_published(nightly, limit="2")
    check_published(nightly, since="2026-09-01")


def test_items_without_counts_of_people(nightly: Nightly) -> None:
    nightly.site.advance(days=1)
    for number in range(12):
        nightly.site.add_item(body=[f"The Mission welcomed decision {number}.", "It looks forward to it."])
    check_published(nightly)


# -- what comes after a night that was held back ------------------------------------------------------------


def test_a_night_after_one_that_was_held_reads_the_same_pages_again(nightly: Nightly) -> None:
    a_night_passes(nightly.site, new=5)
    nightly.site.rewrite = replaced(*DATES)
    held = check_held_back(nightly, "fill/issued_on")
    again = check_held_back(nightly, "fill/issued_on")
    assert again.counts["stored/added"] == held.counts["stored/added"]
    assert {one.monitor for one in again.red} == {one.monitor for one in held.red}


def test_a_night_that_is_normal_again_publishes_everything(nightly: Nightly) -> None:
    a_night_passes(nightly.site, new=5)
    nightly.site.rewrite = replaced(*DATES)
    check_held_back(nightly, "fill/issued_on")
    nightly.site.rewrite = None
    check_published(nightly)
    assert set(nightly_ids(nightly)) == set(nightly.site.truth())


def test_what_is_published_all_the_same_is_usual_the_next_night(nightly: Nightly) -> None:
    nightly.site.rewrite = lambda path, body: without_branch(body) if path == "/" else body
    held = check_held_back(nightly, "menus").held
    assert held is not None
    with open_store(nightly.directory) as store:
        store.accept(held, clock.now())
    a_night_passes(nightly.site)
    check_published(nightly)


def test_a_night_that_fails_is_told_as_well(nightly: Nightly) -> None:
    told = nightly.directory / "told"
    script = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    argv = json.dumps([sys.executable, "-c", script, str(told)])
    file = nightly.directory / "mine.toml"
    file.write_text(f"[news]\noldest_days = 36500\n[channels.command]\nargv = {argv}\n")
    own = {"OSCE_MONITORS": str(file)}
    good = run_harvest(nightly.site.base_url, nightly.directory, settings=own)
    assert good.verdict.code is ExitCode.GOOD
    assert not told.exists()
    nightly.site.answer("/robots.txt", 503)
    failed = run_harvest(nightly.site.base_url, nightly.directory, settings=own)
    assert failed.verdict.code is ExitCode.FAILED
    assert "failed" in told.read_text().splitlines()[0]
