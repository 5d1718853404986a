"""The local site keeps its promises: it serves what its truth says, and changes show where they should."""

import http.client
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import lxml.html
import pytest

from tests.site.server import LocalSite


class Got(NamedTuple):
    """A response of the site."""

    status: int
    headers: dict[str, str]
    text: str


def get(site: LocalSite, path: str, **headers: str) -> Got:
    """One GET without following redirects; underscores in header names become hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        return Got(
            response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode()
        )
    finally:
        connection.close()


def listed_paths(site: LocalSite, path: str) -> list[str]:
    """Paths of the items on a listing page, in their order."""
    page = lxml.html.fromstring(get(site, path).text)
    found = page.xpath('//a[contains(@class, "teaser--news")]/@href | //*[@class="search-title"]/a/@href')
    return [str(href) for href in found]


def words(html: str) -> str:
    """The text of a page with single spaces."""
    return " ".join(lxml.html.fromstring(html).text_content().split())


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    with LocalSite() as running:
        yield running


@pytest.fixture
def changing() -> Iterator[LocalSite]:
    with LocalSite(items=30) as running:
        yield running


def test_it_has_at_least_eighty_items_in_two_layouts_and_four_languages(site: LocalSite) -> None:
    truth = site.truth().values()
    assert len({expected.story_id for expected in truth}) >= 80
    assert {expected.layout for expected in truth} == {"drupal11", "drupal6"}
    assert {expected.language for expected in truth} == {"en", "uk", "ru", "sq"}


def test_every_item_answers_with_all_that_its_truth_says(site: LocalSite) -> None:
    for expected in site.truth().values():
        page = get(site, expected.path)
        assert page.status == 200, expected.id
        text = words(page.text)
        for said in (expected.title, *expected.body, *expected.issuers, *expected.fields_of_work):
            assert said in text, (expected.id, said)


def test_pages_weigh_what_real_pages_weigh(site: LocalSite) -> None:
    sizes = [len(get(site, story.path).text.encode()) for story in site.items]
    assert min(sizes) > 60_000
    assert max(sizes) < 90_000


def test_the_page_that_started_the_project_has_its_facts(site: LocalSite) -> None:
    page = lxml.html.fromstring(get(site, "/secretariat/531680").text)
    assert page.xpath("string(//h1)").startswith("Raising awareness of Intelligence-led Policing")
    assert page.xpath("//article//time/@datetime") == ["2022-11-17T12:00:00Z"]
    assert "(one woman, 14 men)" in page.text_content()


def test_the_menu_has_every_entry_of_the_real_one(site: LocalSite) -> None:
    entries = site.menu_truth()
    assert (
        sum(entry.path[:2] == ("Countries", "Participating States") and entry.level == 3 for entry in entries)
        == 57
    )
    assert (
        sum(entry.path[:2] == ("Our work", "Fields of work") and entry.level == 3 for entry in entries) == 23
    )
    page = lxml.html.fromstring(get(site, "/").text)
    shown = page.xpath('//nav[contains(@class, "menu--main")]//*[@class="mega-menu__label"]/text()')
    assert shown == [entry.path[-1] for entry in entries if entry.menu == "main"]


def test_the_sitemap_index_leads_to_every_listed_address_with_its_lastmod(site: LocalSite) -> None:
    children = re.findall(r"<loc>(.*?)</loc><lastmod>", get(site, "/sitemap.xml").text)
    assert len(children) >= 2
    urls: dict[str, str] = {}
    for child in children:
        parts = urlsplit(child)
        urls |= dict(
            re.findall(
                r"<loc>(.*?)</loc><lastmod>(.*?)</lastmod>", get(site, f"/sitemap.xml?{parts.query}").text
            )
        )
    assert urls == {
        site.base_url + story.path: story.modified.isoformat() for story in site.items if story.in_sitemap
    }


def test_robots_txt_names_a_delay_and_a_forbidden_path(site: LocalSite) -> None:
    robots = get(site, "/robots.txt").text
    assert "Crawl-delay: 0.01" in robots
    assert "Disallow: /restricted/" in robots
    assert any(site.disallowed(story) for story in site.items)


def test_both_listings_page_through_all_their_items_newest_first(site: LocalSite) -> None:
    for listing in ("/news", "/press-releases"):
        shown: list[str] = []
        page = 0
        while True:
            answer = get(site, f"{listing}?page={page}")
            shown += listed_paths(site, f"{listing}?page={page}")
            page += 1
            if f"?page={page}" not in answer.text.partition('rel="next"')[0] or "next" not in answer.text:
                break
        numbers = {path.rsplit("/", 1)[1] for path in shown}
        assert numbers == {str(story.number) for story in site.items if listing in story.listings} | (
            {"549113"} if listing == "/press-releases" else set()
        )


def test_the_old_listing_says_how_many_items_it_has(site: LocalSite) -> None:
    total = int(re.search(r"Displaying 1 - 10 of (\d+)", get(site, "/press-releases").text)[1])  # type: ignore[index]
    assert total == len({*listed_paths(site, "/press-releases?rows=50")})


def test_unknown_parameters_and_junk_paths_answer_as_on_the_real_site(site: LocalSite) -> None:
    assert listed_paths(site, "/news?colour=blue&page=1") == listed_paths(site, "/news?page=1")
    assert listed_paths(site, "/news?page=4000") == listed_paths(site, "/news")
    last = listed_paths(site, "/press-releases?page=3")
    assert listed_paths(site, "/press-releases/news%253Fpage%253D1?page=451") == last


def test_an_endless_pager_offers_a_next_page_for_ever(changing: LocalSite) -> None:
    changing.endless_pager = True
    for page in (1, 7, 900):
        assert f"/news?page={page + 1}" in get(changing, f"/news?page={page}").text
    assert listed_paths(changing, "/news?page=900") == listed_paths(changing, "/news")


@pytest.mark.parametrize("address", ["/item/531680.html", "/node/531680"])
def test_old_addresses_lead_to_the_present_one(site: LocalSite, address: str) -> None:
    answer = get(site, address)
    assert (answer.status, answer.headers["location"]) == (301, "/secretariat/531680")


def test_an_item_answers_under_several_sections(site: LocalSite) -> None:
    assert get(site, "/odihr/531680").text == get(site, "/secretariat/531680").text
    assert get(site, "/no-such-section/531680").status == 404


@pytest.mark.parametrize(
    "path", ["/secretariat/531680", "/news", "/press-releases?page=1", "/sitemap.xml", "/"]
)
def test_validators_that_still_hold_are_answered_with_304(site: LocalSite, path: str) -> None:
    first = get(site, path)
    assert get(site, path, If_None_Match=first.headers["etag"]).status == 304
    assert get(site, path, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert get(site, path, If_None_Match='"other"').status == 200


def test_an_edit_changes_page_validators_sitemap_and_listing(changing: LocalSite) -> None:
    before, listing = get(changing, "/secretariat/531680"), get(changing, "/news")
    changing.advance(days=1)
    changing.edit_item(531680, title="Another title")
    after = get(changing, "/secretariat/531680", If_None_Match=before.headers["etag"])
    assert after.status == 200
    assert "Another title" in after.text
    assert after.headers["last-modified"] != before.headers["last-modified"]
    assert f"531680</loc><lastmod>{changing.now.isoformat()}" in get(changing, "/sitemap.xml?page=1").text
    assert changing.truth()["531680-en"].title == "Another title"
    assert listing.text != get(changing, "/news?page=1").text


def test_a_change_of_bytes_changes_nothing_that_a_reader_sees(changing: LocalSite) -> None:
    before = get(changing, "/secretariat/531680")
    truth = changing.truth()
    changing.edit_item(531680, bytes_only=True)
    after = get(changing, "/secretariat/531680")
    assert after.headers["etag"] != before.headers["etag"]
    assert words(after.text) == words(before.text)
    assert changing.truth() == truth


def test_removed_items_are_gone_everywhere_until_they_are_restored(changing: LocalSite) -> None:
    changing.remove(531680, status=410)
    assert get(changing, "/secretariat/531680").status == 410
    assert get(changing, "/node/531680").status == 410
    assert "531680-en" not in changing.truth()
    assert "/531680<" not in get(changing, "/sitemap.xml?page=1").text
    changing.restore(531680)
    assert get(changing, "/secretariat/531680").status == 200


def test_a_moved_item_redirects_from_its_old_section(changing: LocalSite) -> None:
    changing.move_section(531680, "odihr")
    assert get(changing, "/secretariat/531680").headers["location"] == "/odihr/531680"
    assert get(changing, "/odihr/531680").status == 200


def test_a_listing_can_shift_while_it_is_read(changing: LocalSite) -> None:
    number = changing.shift_listing_during_reading("/news", after_page=0)
    first = listed_paths(changing, "/news?page=0")
    second = listed_paths(changing, "/news?page=1")
    assert second[0] == first[-1]
    assert f"/secretariat/{number}" == listed_paths(changing, "/news?page=0")[0]


def test_the_date_can_be_taken_off_page_and_teaser(changing: LocalSite) -> None:
    changing.remove_time(531680)
    assert changing.truth()["531680-en"].issued_on_source == "teaser"
    assert "<time" not in get(changing, "/secretariat/531680").text
    changing.remove_teaser_date(531680)
    assert changing.truth()["531680-en"].issued_on is None


def test_faults_are_answered_as_often_as_asked_for(changing: LocalSite) -> None:
    changing.answer(531680, 503, times=2, headers={"Retry-After": "1"})
    assert [get(changing, "/secretariat/531680").status for _ in range(3)] == [503, 503, 200]
    changing.drop("/news")
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        get(changing, "/news")


def test_robots_and_delay_can_be_switched(changing: LocalSite) -> None:
    changing.crawl_delay = 2
    assert "Crawl-delay: 2\n" in get(changing, "/robots.txt").text
    changing.robots = False
    assert get(changing, "/robots.txt").status == 404


def test_it_logs_every_request_with_its_headers(changing: LocalSite) -> None:
    get(changing, "/news?page=1", User_Agent="somebody")
    seen = changing.requests[-1]
    assert (seen.method, seen.path, seen.status) == ("GET", "/news?page=1", 200)
    assert seen.headers["User-Agent"] == "somebody"


def test_further_items_are_the_same_for_the_same_seed() -> None:
    first, again = LocalSite(items=300), LocalSite(items=300)
    assert first.items == again.items
    assert len({story.number for story in first.items}) == 300
    assert len({story.text for story in first.items if story.number >= 800_000}) > 200
    assert LocalSite(items=300, seed=1).items != first.items
