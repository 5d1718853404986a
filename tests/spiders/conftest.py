"""A small local site and a data directory for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.server import LocalSite


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """The whole local site: its written stories, in several languages and layouts."""
    with LocalSite() as running:
        yield running


@pytest.fixture
def small_site() -> Iterator[LocalSite]:
    """A local site of a dozen English items."""
    with LocalSite(12) as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "data"
