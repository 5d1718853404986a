"""What a fault of a server is, and what is said of each.

A fault of an item is done to one story; a fault of a site to its sources, its robots.txt or the whole of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.faults.certificates import Certificate
from tests.site.server import LocalSite
from tests.site.stories import Story

#: What becomes of an item: its record is kept, it waits for a later run, or its page is quarantined.
Fate = Literal["kept", "left for later", "quarantined"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its name, how it is arranged, and what is to come of it."""

    name: str
    arrange: Callable[[LocalSite, Story], None]
    does: str
    fate: Fate = "left for later"
    #: Requests for the item's own address.
    requests: int = 1
    #: What the run counts beside ``failed`` or ``quarantined``, or instead of them, because of this fault.
    counts: dict[str, int | range] = field(default_factory=dict)
    #: Requests for other items that may have to be made again, since they were sent on a spoilt connection.
    spoils: int = 0

    def counted(self, counter: str) -> range:
        """By how much the fault raises a counter of ``COUNTERS``: one number but where a clock decides."""
        fates = {"left for later": "failed", "quarantined": "quarantined"}
        number = self.counts.get(counter, int(fates.get(self.fate) == counter))
        return number if isinstance(number, range) else range(number, number + 1)


#: Counters that tell of faults and nothing else; each must say exactly what the faults of a run make.
COUNTERS = ("failed", "quarantined", "skipped/not_allowed", "refused/other_host", "retry_after_seconds")


@dataclass(frozen=True, slots=True)
class SiteFault:
    """A fault of sources or of the whole site; ``items`` says whether those of the site are harvested."""

    name: str
    arrange: Callable[[LocalSite], None]
    does: str
    items: bool = True
    #: Counters of the run that tell of the fault, with what each says; a run that never began has none.
    counts: dict[str, int] = field(default_factory=dict)
    certificate: Certificate | None = None
    #: Whether the name of the site can be resolved.
    resolved: bool = True


def page_of(site: LocalSite, story: Story) -> bytes:
    """The page as the site has it."""
    assert site._pages is not None
    return site._pages.answer(story.path).body
