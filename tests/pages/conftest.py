"""Pages of the local site, as bytes, with what they say."""

import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.site.desk import Expected
from tests.site.server import LocalSite


@dataclass(frozen=True)
class SavedPage:
    """A page as the site served it, its address, and the facts it was made from."""

    html: bytes
    url: str
    truth: Expected


@pytest.fixture(scope="session")
def site() -> Iterator[LocalSite]:
    """The local site, running."""
    with LocalSite() as running:
        yield running


@pytest.fixture(scope="session")
def saved_pages(site: LocalSite) -> dict[str, SavedPage]:
    """Every item of the site that robots.txt allows, by id."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    pages = {}
    for identity, truth in site.truth().items():
        url = site.base_url + truth.path
        with opener.open(url) as answer:
            pages[identity] = SavedPage(answer.read(), url, truth)
    return pages
