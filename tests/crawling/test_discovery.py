"""Discovery page by page: what ends a walk, and what is remembered of it."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.crawling.arguments import NewsArguments
from osce_scraper.crawling.discovery import Discovery
from osce_scraper.crawling.sources import Answer, NoAnswerError, SourceOutcome, UnreachableError
from osce_scraper.sites import load_site
from osce_scraper.stats import RunStats
from osce_scraper.store import Store, Validators

OSCE = load_site()

BASE = "https://www.osce.org"
NEWS = f"{BASE}/news"
SITEMAP = f"{BASE}/sitemap.xml"


def listing(*numbers: int, following: str | None = None) -> bytes:
    """A listing page of the new layout with a teaser for each number."""
    teasers = "".join(
        f'<div class="views-row"><a class="teaser" href="/secretariat/{number}">'
        f'<h2 class="teaser__title">The title of item {number}</h2></a></div>'
        for number in numbers
    )
    pager = f'<nav class="pager"><a rel="next" href="{following}">Next</a></nav>' if following else ""
    return f"<html><body><main><h1>News</h1>{teasers}{pager}</main></body></html>".encode()


def sitemap(*entries: tuple[str, str], index: bool = False) -> bytes:
    """A sitemap, or an index of sitemaps, of addresses and times."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    rows = "".join(f"<{inner}><loc>{url}</loc><lastmod>{when}</lastmod></{inner}>" for url, when in entries)
    return f"<{outer}>{rows}</{outer}>".encode()


class Site:
    """Pages by address, and what was asked for. A page that is an exception is raised."""

    def __init__(self, pages: dict[str, bytes | Exception]) -> None:
        self.pages = pages
        #: Where a redirect leads, by address.
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []

    async def ask(self, url: str, known: Validators | None) -> Answer:
        self.asked.append(url)
        page = self.pages.get(url)
        if isinstance(page, Exception):
            raise page
        here = self.moved.get(url, url)
        return Answer(here, 404, b"") if page is None else Answer(here, 200, page)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with a run begun."""
    with Store(f"sqlite:///{tmp_path / 'osce.sqlite'}") as opened:
        opened.start_run("crawl news", {}, now())
        yield opened


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


async def walked(discovery: Discovery) -> None:
    async for _ in discovery.steps():
        pass


def discover(store: Store, site: Site, **arguments: str) -> tuple[Discovery, RunStats]:
    """Walk the site's sources."""
    stats = RunStats()
    discovery = Discovery(
        store=store,
        profile=OSCE.profile(BASE),
        arguments=NewsArguments.read(arguments),
        ask=site.ask,
        clock=now,
        stats=stats,
    )
    asyncio.run(walked(discovery))
    store.end_round()
    return discovery, stats


def known(store: Store) -> set[str]:
    """The items that the store was told of."""
    return {due.identity for due in store.due(now())}


@pytest.mark.parametrize(
    "following",
    [
        "/news/news%253Fpage%253D1?page=451",
        "/news?page=1%253D",
        "/press-releases?page=1",
        "https://www.example.org/news?page=1",
        "/news?page=0",
        "/news?tracking=7",
    ],
)
def test_a_next_page_that_leads_astray_ends_the_walk(store: Store, following: str) -> None:
    site = Site({NEWS: listing(531680, 531681, 531682, following=following)})
    discovery, _ = discover(store, site)
    assert discovery.outcomes[NEWS] is SourceOutcome.WALKED
    assert known(store) == {"531680-en", "531681-en", "531682-en"}
    assert [url for url in site.asked if url.startswith(NEWS)] == [NEWS]


def test_pages_are_walked_to_the_last(store: Store) -> None:
    site = Site(
        {
            NEWS: listing(531680, 531681, 531682, following="/news?page=1"),
            f"{NEWS}?page=1": listing(531682, 531683, 531684, following="/news?page=2&utm_source=pager"),
            f"{NEWS}?page=2": listing(531685, 531686, 531687),
        }
    )
    discovery, _ = discover(store, site)
    assert known(store) == {f"{number}-en" for number in range(531680, 531688)}
    assert discovery.outcomes[NEWS] is SourceOutcome.WALKED


def test_a_walk_that_broke_off_is_not_remembered_as_done(store: Store) -> None:
    pages: dict[str, bytes | Exception] = {
        NEWS: listing(531680, 531681, 531682, following="/news?page=1"),
        f"{NEWS}?page=1": NoAnswerError("a timeout"),
    }
    discovery, _ = discover(store, Site(pages))
    assert discovery.outcomes[NEWS] is SourceOutcome.FAILED
    assert discovery.any_answered, "what it gave before is to be fetched"
    assert store.walked(NEWS) is None
    assert store.page_validators(NEWS) is None
    assert known(store) == {"531680-en", "531681-en", "531682-en"}
    pages[f"{NEWS}?page=1"] = listing(531683, 531684, 531685)
    discover(store, Site(pages))
    assert len(known(store)) == 6
    assert store.walked(NEWS) is not None


def test_the_same_bytes_need_no_walk_though_the_site_has_no_validators(store: Store) -> None:
    site = Site({NEWS: listing(531680, 531681, 531682)})
    discover(store, site)
    discovery, stats = discover(store, site)
    assert discovery.outcomes[NEWS] is SourceOutcome.UNCHANGED
    assert not stats.listing_pages


def test_a_server_that_cannot_be_reached_is_asked_once(store: Store) -> None:
    site = Site({NEWS: UnreachableError("connection refused")})
    discovery, _ = discover(store, site)
    assert not discovery.any_answered
    assert site.asked == [NEWS]
    assert "connection refused" in discovery.reasons[NEWS]


def test_a_listing_that_moved_pages_through_its_new_address(store: Store) -> None:
    newsroom = f"{BASE}/newsroom"
    site = Site(
        {
            NEWS: listing(531680, 531681, 531682, following="/newsroom?page=1"),
            f"{newsroom}?page=1": listing(531683, 531684, 531685),
        }
    )
    site.moved = {NEWS: newsroom}
    discover(store, site)
    assert len(known(store)) == 6


def test_a_listing_that_leads_to_another_is_walked_once(store: Store) -> None:
    pages = listing(531680, 531681, 531682)
    site = Site({NEWS: pages, f"{BASE}/press-releases": pages})
    site.moved = {f"{BASE}/press-releases": NEWS}
    discovery, stats = discover(store, site)
    assert discovery.outcomes[f"{BASE}/press-releases"] is SourceOutcome.DUPLICATE
    assert stats.listing_pages == 1


def test_a_listing_without_items_is_no_answer(store: Store) -> None:
    site = Site({NEWS: b"<html><body><main><h1>News</h1><p>Nothing here.</p></main></body></html>"})
    for _ in range(2):
        discovery, _ = discover(store, site)
        assert discovery.outcomes[NEWS] is SourceOutcome.EMPTY
        assert not discovery.any_answered
    assert store.walked(NEWS) is None


def test_sitemaps_that_robots_txt_names_are_read_too(store: Store) -> None:
    named = f"{BASE}/map/news.xml"
    site = Site({named: sitemap((f"{BASE}/a/1", "2024-01-01"))})
    discovery = Discovery(
        store=store,
        profile=OSCE.profile(BASE),
        arguments=NewsArguments.read({}),
        ask=site.ask,
        clock=now,
        stats=RunStats(),
        named_sitemaps=lambda: [SITEMAP, named, "https://www.example.org/map.xml"],
    )
    asyncio.run(walked(discovery))
    assert known(store) == {"1-en"}
    assert site.asked.count(SITEMAP) == 1
    assert not any("example" in url for url in site.asked)


class TestSitemaps:
    """Indexes, their parts, and what need not be read again."""

    FIRST, SECOND = f"{SITEMAP}?page=1", f"{SITEMAP}?page=2"

    def site(self, second: bytes | Exception, changed: str = "2024-02-01") -> Site:
        parts = ((self.FIRST, "2024-01-01"), (self.SECOND, changed))
        return Site(
            {
                SITEMAP: sitemap(*parts, index=True),
                self.FIRST: sitemap((f"{BASE}/a/1", "2023-12-31"), (f"{BASE}/files/f/1.pdf", "2023-12-31")),
                self.SECOND: second,
            }
        )

    def test_only_the_part_that_changed_is_read_again(self, store: Store) -> None:
        discover(store, self.site(sitemap((f"{BASE}/a/2", "2024-02-01"))))
        assert known(store) == {"1-en", "2-en"}
        again = self.site(
            sitemap((f"{BASE}/a/2", "2024-02-01"), (f"{BASE}/uk/a/3", "2024-03-01")), "2024-03-01"
        )
        _, stats = discover(store, again)
        assert known(store) == {"1-en", "2-en", "3-uk"}
        assert self.FIRST not in again.asked
        assert stats.skipped["sitemap_unchanged"] == 1

    def test_a_part_that_failed_is_read_by_the_next_run(self, store: Store) -> None:
        discovery, _ = discover(store, self.site(NoAnswerError("a timeout")))
        assert discovery.any_answered
        assert known(store) == {"1-en"}
        discover(store, self.site(sitemap((f"{BASE}/a/2", "2024-02-01"))))
        assert known(store) == {"1-en", "2-en"}

    def test_parts_on_other_hosts_are_left(self, store: Store) -> None:
        site = Site({SITEMAP: sitemap(("https://www.example.org/s.xml", "2024-01-01"), index=True)})
        discover(store, site)
        assert not any("example" in url for url in site.asked)

    def test_an_index_of_itself_ends(self, store: Store) -> None:
        site = Site({SITEMAP: sitemap((SITEMAP, "2024-01-01"), index=True)})
        discover(store, site)
        assert len([url for url in site.asked if url == SITEMAP]) <= 3

    def test_since_leaves_out_what_has_not_changed_since(self, store: Store) -> None:
        site = self.site(sitemap((f"{BASE}/a/2", "2024-02-01")))
        discover(store, site, since="2024-01-15")
        assert known(store) == {"2-en"}

    def test_a_page_that_is_no_sitemap_is_a_source_that_failed(self, store: Store) -> None:
        discovery, _ = discover(store, Site({SITEMAP: b"<html><body>Not found</body></html>"}))
        assert discovery.outcomes[SITEMAP] is SourceOutcome.FAILED
        assert "<html>" in discovery.reasons[SITEMAP]
