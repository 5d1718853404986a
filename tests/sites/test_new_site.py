"""A site written from docs/sites.md alone: its commands run, its pages are read, and it is harvested."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from osce_scraper import NotANewsPage, extract_listing, extract_news
from osce_scraper.sites import SiteError, check_site, load_site
from tests.sites.server import Pages
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "sites.md").read_text("utf-8").partition("## What a folder holds")[0]
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: How the tutorial's programs are run here.
PROGRAMS = {"osce": [sys.executable, "-m", "osce_scraper.cli"], "python": [sys.executable]}


def run(command: str, folder: Path) -> str:
    """Run a command of the tutorial in ``folder``; all that it printed."""
    program, *words = command.split()
    done = subprocess.run(
        [*PROGRAMS[program], *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the tutorial makes; each command printed what it promises."""
    folder = tmp_path_factory.mktemp("tutorial")
    for kind, name, text in _BLOCK.findall(TUTORIAL):
        if kind == "console":
            command, *promised = text.removeprefix("$ ").splitlines()
            printed = run(command, folder)
            for line in promised:
                assert line in printed, printed
        elif name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder / "harbour"


def test_the_tutorial_gives_a_site(harbour: Path) -> None:
    site = load_site(harbour)
    check_site(site)
    assert site.name == "harbour"
    assert site.identity("https://www.harbour.example/fr/stories/a-b") == ("a-b", "fr")
    assert site.identity("https://www.osce.org/secretariat/531680") is None


def test_what_a_label_of_the_site_means_is_no_label_elsewhere(harbour: Path) -> None:
    page = (
        "<h1>A title of a story</h1><p>Berth: North Berth</p><p>Forty pilots came to the pier on Monday.</p>"
    )
    own = extract_news(
        f"<html><body>{page}</body></html>", "https://www.harbour.example/stories/x", site=harbour
    )
    other = extract_news(f"<html><body>{page}</body></html>", "https://www.osce.org/secretariat/531680")
    assert [issuer.id for issuer in own.issuers] == ["north-berth"]
    assert other.issuers == []


def test_a_page_of_another_site_is_refused(harbour: Path) -> None:
    page = (harbour / "fixtures" / "pages" / "first" / "page.html").read_bytes()
    with pytest.raises(NotANewsPage):
        extract_news(page, "https://www.osce.org/secretariat/531680x", site=harbour)


def test_a_listing_is_read(harbour: Path) -> None:
    rows = "".join(
        f'<li><a href="/stories/story-{n}">Story number {n} of the year</a> <time datetime="2026-03-0{n}">'
        f"{n} March 2026</time></li>"
        for n in range(1, 5)
    )
    listing = extract_listing(
        f"<html><body><ul>{rows}</ul></body></html>", "https://www.harbour.example/stories", site=harbour
    )
    assert [teaser.url.rsplit("/", 1)[-1] for teaser in listing.teasers] == [
        f"story-{n}" for n in range(1, 5)
    ]


def test_the_site_is_harvested_over_http(harbour: Path, tmp_path: Path) -> None:
    page = (harbour / "fixtures" / "pages" / "first" / "page.html").read_text("utf-8")
    pages = {
        f"/stories/story-{n}": page.replace("New lights for", f"Story {n}: lights for")
        .replace("Twelve lamps", f"{word} lamps")
        .replace("home again", f"home by {word.lower()} lamps")
        for n, word in enumerate(["Seven", "Eleven", "Fifteen", "Thirty", "Sixty"])
    }
    rows = "".join(f'<li><a href="{path}">Story {path[-1]}: lights for the pier</a></li>' for path in pages)
    pages["/stories"] = f"<html><body><h1>Stories</h1><ul>{rows}</ul></body></html>"
    pages["/"] = "<html><body><nav><ul><li><a href='/stories'>Stories</a></li></ul></nav></body></html>"
    with Pages(pages) as base_url:
        printed = run(
            f"osce harvest --site {harbour} --base-url {base_url} --data-dir data -s OSCE_SAMPLE=0",
            tmp_path,
        )
    lines = (tmp_path / "data" / "news.jsonl").read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    assert sorted(item["id"] for item in items) == [f"story-{n}-en" for n in range(5)], printed
    assert all(item["issuers"][0]["id"] == "north-berth" for item in items)
    again = run("osce harvest --base-url http://127.0.0.1:9 --data-dir data", tmp_path)
    assert "the store holds the site harbour, not osce: name another data directory" in again


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'names = ["www.harbour.example"]',
            'name = ["x"]',
            r"line \d+: hosts.name is no key here: did you mean names",
        ),
        ('base_url = "https://www.harbour.example"', "", r"site.base_url is missing"),
        ("(?P<item>", "(?P<itm>", r"line \d+: items pattern has to have one named group"),
        (
            'css = "div.when"',
            'css = "div::["',
            r"line \d+: layouts.harbour.selectors.issued_on .* is not a CSS selector",
        ),
        (
            'prefixes = ["en", "fr"]',
            'prefixes = ["english"]',
            r"line \d+: languages.prefixes.0 'english' is not of the form",
        ),
        ("[discovery]", "[discovery", "is no TOML"),
        ('listings = ["/stories"]', "listings = []", r"line \d+: discovery.listings"),
    ],
)
def test_a_fault_of_the_folder_is_told_with_its_place(
    harbour: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (harbour / "site.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "site.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SiteError, match=said):
        load_site(tmp_path)


def test_python_of_a_folder_is_run_only_when_asked_for(harbour: Path, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text((harbour / "site.toml").read_text("utf-8"), encoding="utf-8")
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "own.py").write_text(
        "from osce_scraper.sites.layout import Layout\n"
        "LAYOUT = Layout(name='own', order=1, evidence=lambda page, found: iter(['always']))\n",
        encoding="utf-8",
    )
    assert [layout.name for layout in load_site(tmp_path).layouts] == ["harbour"]
    assert [layout.name for layout in load_site(f"python:{tmp_path}").layouts] == ["harbour", "own"]
