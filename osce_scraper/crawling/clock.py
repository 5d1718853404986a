"""The time of a crawl, from one place, so that a test can have nights pass."""

import datetime as dt


def now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)
