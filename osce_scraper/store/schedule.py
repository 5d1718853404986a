"""When an address is looked at again: by the age of its item, by failures, by what was refused or gone.

Pure rules; the clock comes in as an argument. Every span shrinks by a part that depends on the identity
alone, so that what was fetched on one day does not all come due on another.
"""

import datetime as dt
from hashlib import sha256

#: Items this young are looked at daily.
NEW_FOR = dt.timedelta(days=14)
#: Less than a day, so that a nightly run finds due what the last night's run fetched in its last hours.
DAILY = dt.timedelta(hours=20)
#: An older item is looked at again after this share of its age ...
SHARE_OF_AGE = 10
#: ... but after half a year at the latest.
LONGEST = dt.timedelta(days=180)

#: The first failure is tried again after this, and twice as long after each further one.
FIRST_RETRY = dt.timedelta(hours=1)
LONGEST_RETRY = dt.timedelta(days=14)

#: A page that answered 404 or 410 once is asked again soon, to know whether it meant it ...
FIRST_GONE_CHECK = dt.timedelta(hours=6)
#: ... and, once withdrawn, ever more rarely.
NEXT_GONE_CHECK = dt.timedelta(days=7)

#: A refused page is tried again after a day, and twice as long after each further refusal.
FIRST_REFUSAL_CHECK = dt.timedelta(days=1)

#: A fetch that lies this far in the future tells of a clock that was wrong.
CLOCK_SLACK = dt.timedelta(days=1)


def share(identity: str) -> float:
    """A number from 0 (included) to 1 (excluded) that belongs to ``identity``."""
    return int.from_bytes(sha256(identity.encode()).digest()[:4]) / 2**32


def _spread(identity: str, span: dt.timedelta) -> dt.timedelta:
    return span * (1 - share(identity) / 2)


def _doubled(first: dt.timedelta, times: int, longest: dt.timedelta) -> dt.timedelta:
    # The exponent is bounded before the power is taken: a count of thousands must not overflow.
    factor: int = 2 ** min(times - 1, 16)
    return min(first * factor, longest)


def interval(identity: str, published: dt.date, now: dt.datetime) -> dt.timedelta:
    """How long after ``now`` the item published on ``published`` is looked at again.

    Daily for two weeks, then between a twentieth and a tenth of its age, at most 180 days.
    """
    age = max(now.date() - published, dt.timedelta(0))
    if age <= NEW_FOR:
        return DAILY
    return max(_spread(identity, min(age / SHARE_OF_AGE, LONGEST)), DAILY)


def retry_interval(identity: str, failures: int) -> dt.timedelta:
    """How long to wait after the ``failures``-th failure in a row (from 1)."""
    span = _doubled(FIRST_RETRY, failures, LONGEST_RETRY)
    return span if failures == 1 else _spread(identity, span)


def gone_interval(identity: str, times: int) -> dt.timedelta:
    """How long to wait after a page was gone for the ``times``-th time in a row (from 1)."""
    if times == 1:
        return FIRST_GONE_CHECK
    return _spread(identity, _doubled(NEXT_GONE_CHECK, times - 1, LONGEST))


def refusal_interval(identity: str, times: int) -> dt.timedelta:
    """How long to wait after a page was refused for the ``times``-th time (from 1)."""
    return _spread(identity, _doubled(FIRST_REFUSAL_CHECK, times, LONGEST))
