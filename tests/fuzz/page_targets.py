"""Targets of pages: nothing but ``NotANewsPage`` is raised, and what is read keeps the records' promises."""

import datetime as dt

from osce_scraper.pages import NotANewsPage, extract_listing, extract_menus, read_news
from osce_scraper.pages.explain import explanation
from osce_scraper.records import Listing, MenuEntry, NewsItem, Teaser
from osce_scraper.records.evidence import first_fault
from osce_scraper.sites import load_site
from tests.fuzz.target import Target

OSCE = load_site()

WWW = "https://www.osce.org"
NEWS_URLS = (
    f"{WWW}/secretariat/531680",
    f"{WWW}/ru/special-monitoring-mission-to-ukraine/123456",
    f"{WWW}/uk/ukrainian/99",
    f"{WWW}/sq/albania/7",
    "https://web.archive.org/web/20150407123456/http://www.osce.org:80/odihr/5000",
    "http://127.0.0.1:8000/node/12",
    "https://mirror.example/page.html",
    "not an address",
)
LISTING_URLS = (
    f"{WWW}/news",
    f"{WWW}/press-releases?page=3",
    "https://web.archive.org/web/20150407123456/http://www.osce.org/news?page=1",
    "http://127.0.0.1:8000/news",
    "//[",
)
HINTS = Teaser(
    url=NEWS_URLS[0],
    title="A title",
    issued_on=dt.date(2016, 5, 3),
    type_label="News Item",
    issuers=["OSCE Secretariat"],
    fields_of_work=["Policing", "Nothing known"],
    countries=["Albania", "Nowhere"],
    snippet="The beginning of the text",
)


def _page(data: bytes, as_text: bool) -> bytes | str:
    """The page as bytes, or as text in which every wrong byte is a lone surrogate."""
    return data.decode("utf-8", "surrogateescape") if as_text else data


def check_news(data: bytes) -> None:
    """One news page, as bytes or text, with and without the teaser that led to it."""
    how, page = data[:1] or b"\0", data[1:]
    url = NEWS_URLS[how[0] % len(NEWS_URLS)]
    hints = HINTS if how[0] & 0x40 else None
    try:
        reading = read_news(_page(page, bool(how[0] & 0x80)), url, hints=hints)
    except NotANewsPage as refusal:
        assert refusal.reason
        str(refusal).encode()
        return
    item = reading.item
    assert NewsItem.from_json_line(item.to_json_line()) == item
    assert item.lead == item.body[0]
    assert first_fault(item) is None
    assert item.id == f"{item.story_id}-{item.language}"
    explanation(reading).encode()


def check_listing(data: bytes) -> None:
    """One listing page."""
    how, page = data[:1] or b"\0", data[1:]
    url = LISTING_URLS[how[0] % len(LISTING_URLS)]
    listing = extract_listing(_page(page, bool(how[0] & 0x80)), url)
    assert Listing.from_json_line(listing.to_json_line()) == listing
    assert listing.next_url != listing.url
    keys = [OSCE.identity(teaser.url) for teaser in listing.teasers]
    assert None not in keys
    assert len(set(keys)) == len(keys)


def check_menus(data: bytes) -> None:
    """The menus of one page."""
    how, page = data[:1] or b"\0", data[1:]
    url = LISTING_URLS[how[0] % len(LISTING_URLS)]
    above: dict[tuple[str, str], MenuEntry] = {}
    for entry in extract_menus(_page(page, bool(how[0] & 0x80)), url):
        assert MenuEntry.from_json_line(entry.to_json_line()) == entry
        assert (entry.menu, entry.id) not in above
        assert entry.level == len(entry.path)
        if entry.parent_id is not None:
            assert above[entry.menu, entry.parent_id].path == entry.path[:-1]
        above[entry.menu, entry.id] = entry


NEWS = Target("news", "`extract_news`, with hints, plain text and `--explain`", check_news)
LISTING = Target("listing", "`extract_listing`", check_listing)
MENUS = Target("menus", "`extract_menus`", check_menus)
