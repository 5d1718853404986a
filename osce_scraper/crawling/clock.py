"""The time of a crawl, from one place, so that a test can have nights pass; and whether it can be right."""

import asyncio
import datetime as dt
import time
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Final

from scrapy.http import Response

#: Clocks that differ by less are as good as each other.
SLACK: Final = dt.timedelta(days=1)
#: Without an earlier run to compare with, a clock that is further off is wrong.
_YEARS: Final = dt.timedelta(days=3 * 365)
#: Answers after which a crawl need not go on to know that its clock is wrong.
ENOUGH: Final = 3
_SET_IT: Final = "set the clock right and run it again; -s OSCE_CLOCK_CHECK=0 takes it as it is"


def now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)


async def sleep(seconds: float) -> None:
    """Let other work go on for so long."""
    await asyncio.sleep(seconds)


class ClockWatch:
    """Compares the clock of a run with the site's and with the last run that was accepted.

    A clock is wrong where the site disagrees and the last run speaks for the site, where it went back behind
    that run, and where it jumped during the run. ``last_run`` is when that run began.
    """

    def __init__(self, last_run: dt.datetime | None) -> None:
        self._last_run = last_run
        self._began = now()
        self._monotonic = time.monotonic()
        self._differences: list[dt.timedelta] = []

    @property
    def answers(self) -> int:
        """How many answers told the time."""
        return len(self._differences)

    def hear(self, response: Response) -> None:
        """Take the time of an answer: its ``Date``, and its ``Age`` if it comes from a cache."""
        said = _date_of(response)
        if said is not None:
            self._differences.append(said - now())

    def fault(self) -> str | None:
        """Why the clock cannot be right, and what to do; ``None`` when nothing speaks against it."""
        moment = now()
        jump = (moment - self._began) - dt.timedelta(seconds=time.monotonic() - self._monotonic)
        if abs(jump) > SLACK:
            return f"the clock jumped by {_days(jump)} during the run: {_SET_IT}"
        last = self._last_run
        behind = last is not None and moment < last - SLACK
        said = f"the clock says {moment:%Y-%m-%d %H:%M} UTC"
        if not self._differences:
            if last is not None and (behind or moment > last + _YEARS):
                return f"{said}, and the last run was on {last:%Y-%m-%d}: {_SET_IT}"
            return None
        difference = dt.timedelta(seconds=median(one.total_seconds() for one in self._differences))
        if abs(difference) <= SLACK:
            return None
        site_time = moment + difference
        if last is None:
            wrong = abs(difference) > _YEARS
        else:
            wrong = behind or abs(site_time - last) < abs(moment - last)
        return f"{said}, the site {site_time:%Y-%m-%d %H:%M}: {_SET_IT}" if wrong else None


def _date_of(response: Response) -> dt.datetime | None:
    value, age = response.headers.get("Date"), response.headers.get("Age")
    if value is None:
        return None
    try:
        said = parsedate_to_datetime(value.decode("latin-1"))
        seconds = int(age) if age is not None and age.isdigit() else 0
        aware = said.replace(tzinfo=dt.UTC) if said.tzinfo is None else said.astimezone(dt.UTC)
        return aware + dt.timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None


def _days(span: dt.timedelta) -> str:
    return f"{span / dt.timedelta(days=1):.0f} days"
