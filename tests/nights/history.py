"""A history of accepted nights, made once, and what comes after it, over real HTTP in one process."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from osce_scraper.crawling import clock
from osce_scraper.crawling.harvest import Harvested
from osce_scraper.crawling.outcome import ExitCode
from tests.monitors.harvests import run_harvest
from tests.nights.site import NightSite


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a site is, and how many nights of it were accepted before the one that is tested."""

    name: str
    size: int = 300
    nights: int = 6
    daily: tuple[int, int] = (3, 7)
    side_listings: bool = True

    def site(self, port: int = 0) -> NightSite:
        """The site on its first night."""
        site = NightSite(self.size, port=port, side_listings=self.side_listings)
        site.daily = self.daily
        return site


#: The shapes that faults meet; the first one is the usual one.
SHAPES = {
    shape.name: shape
    for shape in (
        Shape("usual"),
        Shape("small", size=40, daily=(1, 3)),
        Shape("short", nights=2),
        Shape("long", nights=20),
        Shape("large", size=1200, daily=(4, 12)),
        Shape("plain", side_listings=False),
    )
}


class History:
    """The accepted nights of one shape: a data directory, and the port that its addresses name."""

    def __init__(self, shape: Shape, directory: Path) -> None:
        self.shape = shape
        self.directory = directory
        with shape.site() as site:
            self.port = site.port
            for night in range(shape.nights):
                if night:
                    site.grow()
                found = harvest(site, directory)
                if found.verdict.code is not ExitCode.GOOD:
                    raise AssertionError(
                        f"night {night} of the history of {shape.name}: {found.verdict.lines}"
                    )

    @contextmanager
    def continued(self, directory: Path) -> Iterator[tuple[NightSite, Path]]:
        """The site as the history left it, and a copy of the data directory that knows it."""
        data = directory / "data"
        shutil.copytree(self.directory, data)
        with self.shape.site(self.port) as site:
            for _ in range(self.shape.nights - 1):
                site.grow()
            yield site, data


def harvest(site: NightSite, directory: Path) -> Harvested:
    """Tonight's harvest, at the time of the site's clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: site.now)
        return run_harvest(site.base_url, directory, settings={"OSCE_MONITORS": "", "LOG_LEVEL": "CRITICAL"})
