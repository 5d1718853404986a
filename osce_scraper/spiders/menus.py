"""The spider of the menus: the pages that show the whole menu of their site."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from osce_scraper.crawling.arguments import MenusArguments
from osce_scraper.crawling.budget import BudgetSpentError
from osce_scraper.crawling.items import arrival, fetched_of, read_menu
from osce_scraper.crawling.rounds import BEFORE, mark_walked, walked_in_round
from osce_scraper.crawling.sources import REFUSING, SourceOutcome, refused_client
from osce_scraper.crawling.spider import HarvestSpider, conditional_request, failure_in_words
from osce_scraper.records import MenuEntry


class MenusSpider(HarvestSpider):
    """Harvests the menus of the site, and of those that belong to it."""

    name = "menus"
    arguments_model = MenusArguments

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._answered = 0
        #: Why a site gave no menu, by the address of the page that shows it.
        self._silent: dict[str, str] = {}
        self._refused = 0

    async def start(self) -> AsyncIterator[Request]:
        """The page of each menu, asked for conditionally."""
        for site, url in self.profile.menus:
            if walked_in_round(self.run.store, url, self.run.now(), before=BEFORE) is not None:
                self._as_before(site, url)
                continue
            yield conditional_request(
                url,
                self.run.store.page_validators(url),
                callback=self.parse_menu,
                errback=self.no_menu,
                cb_kwargs={"site": site, "url": url},
            )

    def parse(self, response: Response) -> Iterator[MenuEntry]:
        """The menu entries of a page: for `scrapy parse`."""
        yield from read_menu(response, arrival(response), self.profile.site)

    def parse_menu(self, response: Response, site: str, url: str) -> Iterator[MenuEntry]:
        """Keep the menus of a site; those that did not change are given again as they were kept."""
        run, now = self.run, arrival(response)
        fetched = fetched_of(response)
        if response.status == 304:
            mark_walked(run.store, url, now, SourceOutcome.UNCHANGED)
            yield from self._as_before(site, url)
            return
        entries = read_menu(response, now, self.profile.site) if response.status == 200 else []
        if not entries:
            if response.status in REFUSING:
                self._refused += 1
            says = "shows no menu" if response.status == 200 else f"answers {response.status}"
            self._note(url, says)
            return
        with run.store.transaction():
            mark_walked(run.store, url, now, SourceOutcome.WALKED)
            run.store.save_menu(site, entries, now, run.number)
            run.store.remember_page(
                url,
                now,
                etag=fetched.etag,
                last_modified=fetched.last_modified,
                body_sha256=fetched.body_sha256,
            )
        self._compare(site, entries)
        self._note(url)
        run.stats.menus.stored += 1
        run.stats.menus.entries += len(entries)
        yield from entries

    def _as_before(self, site: str, url: str) -> list[MenuEntry]:
        """The entries of a menu that did not change, as they were kept."""
        run = self.run
        self._note(url)
        run.stats.menus.not_modified += 1
        kept = [entry for entry in run.store.menus() if entry.source.url == url]
        self._compare(site, kept)
        run.stats.menus.entries += len(kept)
        return kept

    def _compare(self, site: str, entries: list[MenuEntry]) -> None:
        """Count the entries below each, and tell how the menu differs from the one the vocabulary knows."""
        counted = self.run.stats.menus
        counted.below[site] = Counter(f"{entry.menu}/{' / '.join(entry.path[:-1])}" for entry in entries)
        known = self.profile.site.menus
        # A copy of the site elsewhere shows the menu of its first host.
        host = site if site in known.sections else next(iter(known.sections), site)
        differences = known.compare(entries, host)
        for name, several in differences.to_dict().items():
            counted.differences[name] += len(several)
            for one in several:
                label = one["seen"] or one["known"]
                where = " / ".join(one["path"])
                self.logger.warning("Menu of %s: %r is %s (%s)", site, label, name, where)
        if differences:
            self.run.findings.append({"monitor": "menu", "site": site, **differences.to_dict()})

    def no_menu(self, failure: Failure) -> None:
        """A site that can't be reached keeps the menu it had."""
        if isinstance(failure.value, BudgetSpentError):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        self._note(request.url, f"no answer ({failure_in_words(failure)})")

    def _note(self, url: str, reason: str | None = None) -> None:
        """One site more is dealt with; when all are, a run in which none gave its menu has failed.

        ``reason`` is why it gave none.
        """
        if reason is None:
            self._answered += 1
        else:
            self._silent[url] = reason
            self.run.stats.menus.failed += 1
            self.logger.warning("%s: %s", url, reason)
        if self.run.is_judged:
            # The news may be sound all the same: the monitors tell of it.
            return
        if not self._answered and len(self._silent) == len(self.profile.menus):
            self.run.fail(self._why_none())

    def _why_none(self) -> str:
        base_url = self.profile.base_url
        # The base is in the message already; a menu of another host is named by its address.
        named = [(url.removeprefix(base_url), reason) for url, reason in self._silent.items()]
        said = "; ".join(f"{url}: {reason}" for url, reason in named)
        if self._refused == len(self._silent):
            return refused_client(base_url, said)
        return (
            f"no menu could be read from {base_url} ({said}). "
            "Check OSCE_BASE_URL and the network, then run it again"
        )
