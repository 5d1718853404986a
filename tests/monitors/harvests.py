"""Harvests inside the test's own process: spiders, monitors and publishing, over real HTTP."""

import asyncio
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner

from osce_scraper.crawling.harvest import Crawls, Harvested, Limits, harvest, project_settings
from tests.crawling.processes import ANY_AGE


def run_harvest(
    base_url: str,
    directory: Path,
    *,
    settings: dict[str, Any] | None = None,
    limits: Limits | None = None,
    **given: str,
) -> Harvested:
    """What `osce harvest` does, without Twisted's reactor; ``given`` are arguments of the spider news."""
    changes = {
        "OSCE_BASE_URL": base_url,
        "OSCE_DATA_DIR": str(directory),
        "OSCE_STORE_URL": "",
        "OSCE_MONITORS": ANY_AGE,
        "TWISTED_REACTOR_ENABLED": False,
        **(settings or {}),
    }
    return harvest(project_settings(changes), given, limits=limits, drive=_in_a_loop)


def _in_a_loop(crawls: Crawls) -> None:
    async def until_done() -> None:
        done = asyncio.Event()
        crawls.when_done = done.set
        crawls.begin(AsyncCrawlerRunner(crawls.settings))
        await done.wait()

    asyncio.run(until_done())
