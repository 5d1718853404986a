"""Rounds over all sources: what a round has asked for is not asked again, in however many runs it is cut."""

import datetime as dt
from typing import Final

from osce_scraper.crawling.sources import SourceOutcome
from osce_scraper.store import Store

#: How long a round may take, in slices; after that every source is asked again.
_LONGEST: Final = dt.timedelta(hours=12)
#: Menus are asked before the round begins, in the same run.
BEFORE: Final = dt.timedelta(minutes=10)
#: What marks, behind its address, that a source was walked in a round.
_WALKED: Final = "#walked"


def round_since(store: Store, now: dt.datetime) -> dt.datetime | None:
    """When the round began that this run goes on with; one of long ago says nothing of today."""
    since = store.round_since()
    return since if since is not None and abs(now - since) < _LONGEST else None


def mark_walked(store: Store, url: str, now: dt.datetime, outcome: SourceOutcome) -> None:
    """Note that the round under way need not ask for ``url`` again, and what came of it."""
    store.remember_page(f"{url}{_WALKED}", now, etag=outcome.value)


def walked_in_round(
    store: Store, url: str, now: dt.datetime, *, before: dt.timedelta = dt.timedelta(0)
) -> SourceOutcome | None:
    """What came of ``url`` in the round under way, or shortly ``before``; None when it is to be asked."""
    since = round_since(store, now)
    page = None if since is None else store.page_validators(f"{url}{_WALKED}")
    if since is None or page is None or page.fetched_at is None or page.fetched_at < since - before:
        return None
    return SourceOutcome(page.etag or SourceOutcome.WALKED)
