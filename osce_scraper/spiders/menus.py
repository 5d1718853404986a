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
from osce_scraper.crawling.spider import HarvestSpider, conditional_request, failure_in_words
from osce_scraper.records import MenuEntry


class MenusSpider(HarvestSpider):
    """Harvests the menus of the site, and of those that belong to it."""

    name = "menus"
    arguments_model = MenusArguments

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._answered = 0
        self._silent: list[str] = []

    async def start(self) -> AsyncIterator[Request]:
        """The page of each menu, asked for conditionally."""
        for site, url in self.profile.menus:
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
            self._note(site)
            run.stats.menus.not_modified += 1
            kept = [entry for entry in run.store.menus() if entry.source.url == url]
            self._compare(site, kept)
            run.stats.menus.entries += len(kept)
            yield from kept
            return
        entries = read_menu(response, now, self.profile.site) if response.status == 200 else []
        if not entries:
            self._note(site, f"{url} shows no menu (status {response.status})")
            return
        with run.store.transaction():
            run.store.save_menu(site, entries, now, run.number)
            run.store.remember_page(
                url,
                now,
                etag=fetched.etag,
                last_modified=fetched.last_modified,
                body_sha256=fetched.body_sha256,
            )
        self._compare(site, entries)
        self._note(site)
        run.stats.menus.stored += 1
        run.stats.menus.entries += len(entries)
        yield from entries

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
        self._note(request.cb_kwargs["site"], f"{request.url} gave no answer: {failure_in_words(failure)}")

    def _note(self, site: str, silent: str | None = None) -> None:
        """One site more is dealt with; when all are, a run in which none gave its menu has failed."""
        if silent is None:
            self._answered += 1
        else:
            self._silent.append(silent)
            self.run.stats.menus.failed += 1
            self.logger.warning("%s", silent)
        if self.run.is_judged:
            # The news may be sound all the same: the monitors tell of it.
            return
        if not self._answered and len(self._silent) == len(self.profile.menus):
            self.run.fail(
                f"no menu could be read from {self.profile.base_url}: {'; '.join(self._silent)}. "
                "Check OSCE_BASE_URL and the network, then run it again"
            )
