"""A crawl that keeps its memory in PostgreSQL: the same files, the same changes, the same few requests."""

from pathlib import Path
from typing import Any

from osce_scraper.crawling.outcome import ExitCode
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, paths, records
from tests.store.postgres import Server

#: What depends on when a page was fetched, and on where its response is archived.
TIMES = ("first_seen", "last_seen", "last_changed", "source")


def contents(data: Path) -> dict[str, Any]:
    """The published records without times."""
    return {
        key: {name: value for name, value in record.items() if name not in TIMES}
        for key, record in records(data).items()
    }


def test_publishes_what_a_crawl_into_sqlite_publishes(
    small_site: LocalSite, postgres_server: Server, tmp_path: Path
) -> None:
    places = {"sqlite": "", "postgresql": postgres_server.new_database()}
    asked = {}
    for night in range(3):
        for name, url in places.items():
            small_site.forget_requests()
            result = crawl(
                "news", small_site.base_url, tmp_path / name, settings={"OSCE_STORE_URL": url}, full="1"
            )
            assert result.code is ExitCode.GOOD, result.said
            asked[name] = paths(small_site)
        assert contents(tmp_path / "postgresql") == contents(tmp_path / "sqlite")
        assert asked["postgresql"] == asked["sqlite"]
        small_site.advance(days=1)
        if night == 0:
            small_site.add_item(layout="drupal6")
            small_site.edit_item(531680, title="A better title")
        else:
            small_site.remove(531680)
    assert records(tmp_path / "postgresql")["531680-en"]["revision"] == 2
    assert not (tmp_path / "postgresql" / "osce.sqlite").exists()
