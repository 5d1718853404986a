"""A run whose clock is far off: refused, and what it found is dropped."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.http import Response

from osce_scraper.crawling import clock
from osce_scraper.crawling.outcome import ExitCode
from tests.monitors.harvests import run_harvest
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, open_store, records

NOW = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def answer(said: dt.datetime | str | None, **headers: str) -> Response:
    date = said.strftime("%a, %d %b %Y %H:%M:%S GMT") if isinstance(said, dt.datetime) else said
    given = headers if date is None else {"Date": date, **headers}
    return Response("https://www.osce.org/", headers=given)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str | None]:
    """What is found of a clock that says ``NOW``, by the last run and the answers of the site."""
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def fault(last_run: dt.datetime | None, *answers: Response) -> str | None:
        watch = clock.ClockWatch(last_run)
        for one in answers:
            watch.hear(one)
        return watch.fault()

    return fault


@pytest.mark.parametrize(
    ("last_run", "answers"),
    [
        pytest.param(NOW - DAY, [answer(NOW)], id="all agree"),
        pytest.param(NOW - 90 * DAY, [answer(NOW)], id="no run for months"),
        pytest.param(NOW - DAY, [answer(NOW + 40 * DAY)], id="the site is wrong"),
        pytest.param(NOW - DAY, [answer(NOW), answer(NOW - 9 * DAY), answer(NOW)], id="one old answer"),
        pytest.param(NOW - DAY, [answer(NOW - 9 * DAY, Age="777600")], id="from a cache"),
        pytest.param(NOW - DAY, [answer("yesterday"), answer(None)], id="no date"),
        pytest.param(None, [answer(NOW + 60 * DAY)], id="a first run, not far off"),
        pytest.param(NOW + 400 * DAY, [answer(NOW)], id="the last run was wrong"),
    ],
)
def test_a_clock_that_may_be_right_is_taken(
    watched: Callable[..., str | None], last_run: dt.datetime | None, answers: list[Response]
) -> None:
    assert watched(last_run, *answers) is None


@pytest.mark.parametrize(
    ("last_run", "answers"),
    [
        pytest.param(NOW - 3650 * DAY, [answer(NOW - 3649 * DAY)], id="ten years ahead"),
        pytest.param(NOW - 60 * DAY, [answer(NOW - 59 * DAY)], id="two months ahead"),
        pytest.param(NOW + 60 * DAY, [answer(NOW + 61 * DAY)], id="two months behind"),
        pytest.param(NOW + 60 * DAY, [answer(None)], id="behind, and the site says nothing"),
        pytest.param(None, [answer(NOW + 9000 * DAY)], id="a first run, decades off"),
    ],
)
def test_a_clock_that_cannot_be_right_is_refused(
    watched: Callable[..., str | None], last_run: dt.datetime | None, answers: list[Response]
) -> None:
    fault = watched(last_run, *answers)
    assert fault is not None
    assert "set the clock right" in fault


def test_a_clock_that_jumps_during_the_run_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([NOW, NOW + 40 * DAY])
    monkeypatch.setattr(clock, "now", lambda: next(moments))
    assert "jumped by 40 days" in str(clock.ClockWatch(NOW - DAY).fault())


@pytest.mark.parametrize("off", [3650, 60, -400])
@pytest.mark.parametrize("command", ["crawl", "harvest"])
def test_a_run_with_a_wrong_clock_leaves_no_trace(
    command: str, off: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_now = clock.now
    with LocalSite(12) as site:
        assert crawl("news", site.base_url, tmp_path).code is ExitCode.GOOD
        before = (tmp_path / "news.jsonl").read_bytes()
        added = site.add_item()
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda: really_now() + off * DAY)
            if command == "crawl":
                result = crawl("news", site.base_url, tmp_path)
                assert (result.code, "set the clock right" in result.said) == (ExitCode.FAILED, True)
            else:
                found = run_harvest(site.base_url, tmp_path)
                assert found.verdict.code is ExitCode.FAILED
                assert any("set the clock right" in line for line in found.verdict.lines)
        assert (tmp_path / "news.jsonl").read_bytes() == before
        with open_store(tmp_path) as store:
            assert [batch.state for batch in store.batches()] == ["rejected", "accepted"]
        assert crawl("news", site.base_url, tmp_path).code is ExitCode.GOOD
        assert added.key in records(tmp_path)
    soon = really_now() + DAY
    stamps = [
        dt.datetime.fromisoformat(record[name])
        for table, names in (("news", ("first_seen", "last_seen")), ("changes", ("at",)))
        for line in (tmp_path / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        for record in (json.loads(line),)
        for name in names
    ]
    assert len(stamps) >= 3 * 12
    assert all(soon - 2 * DAY < stamp < soon for stamp in stamps)
