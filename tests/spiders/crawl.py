"""Crawls inside the test's own process: the real spiders, settings and parts, over real HTTP."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from osce_scraper.crawling.outcome import ExitCode, verdict
from osce_scraper.crawling.run import HarvestRun
from osce_scraper.store import Store


@dataclass
class Crawled:
    """What a crawl came to: its exit code and messages, its records, its numbers."""

    code: ExitCode
    messages: list[str]
    items: list[Any] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """All messages in one text."""
        return "\n".join(self.messages)


def project_settings(base_url: str, directory: Path, **changes: Any) -> Settings:
    """The project's settings for a site and a data directory, without Twisted's reactor."""
    settings = Settings()
    settings.setmodule("osce_scraper.settings", priority="project")
    values = {
        "OSCE_BASE_URL": base_url,
        "OSCE_DATA_DIR": str(directory),
        "OSCE_STORE_URL": "",
        "TWISTED_REACTOR_ENABLED": False,
        **changes,
    }
    settings.setdict(values, priority="cmdline")
    return settings


def crawl(
    spider: str,
    base_url: str,
    directory: Path,
    *,
    settings: dict[str, Any] | None = None,
    watch: Callable[[Crawler], None] | None = None,
    **arguments: Any,
) -> Crawled:
    """Run a spider to its end, as ``scrapy crawl`` does; ``watch`` may connect to the crawler's signals."""
    changed = project_settings(base_url, directory, **(settings or {}))
    return asyncio.run(_crawl(spider, changed, watch, arguments))


async def _crawl(
    spider: str, settings: Settings, watch: Callable[[Crawler], None] | None, arguments: dict[str, Any]
) -> Crawled:
    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(spider)
    if watch is not None:
        watch(crawler)
    items: list[Any] = []

    def scraped(item: Any) -> None:
        items.append(item)

    crawler.signals.connect(scraped, signals.item_scraped)
    error: BaseException | None = None
    try:
        await runner.crawl(crawler, **arguments)
    except Exception as raised:  # noqa: BLE001 - what it is decides the exit code, as in `scrapy crawl`
        error = raised
    code, messages = verdict(crawler, error)
    if error is not None:
        return Crawled(code, messages)
    return Crawled(code, messages, items, HarvestRun.of(crawler).counts())


def records(directory: Path, table: str = "news") -> dict[str, dict[str, Any]]:
    """The published records of a table, by id. Fails when one is there twice."""
    found = [json.loads(line) for line in (directory / f"{table}.jsonl").read_text("utf-8").splitlines()]
    by_id = {record["id"]: record for record in found}
    assert len(by_id) == len(found), "a record is published twice"
    return by_id


def open_store(directory: Path) -> Store:
    """The store of a data directory."""
    return Store(f"sqlite:///{directory / 'osce.sqlite'}")


def make_due(directory: Path, *identities: str) -> None:
    """Have items looked at again by the next run (all of them when none is named), with their validators."""
    with open_store(directory) as store, store.transaction() as connection:
        statement = "UPDATE addresses SET due_at = '2000-01-01 00:00:00.000000'"
        if identities:
            statement += f" WHERE identity IN ({', '.join(repr(identity) for identity in identities)})"
        connection.exec_driver_sql(statement)


def paths(site: Any) -> list[str]:
    """What the site was asked for, in order, without robots.txt."""
    return [seen.path for seen in site.requests if seen.path != "/robots.txt"]
