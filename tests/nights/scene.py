"""What a fault is given to work with: the site, the night, and which of its items it concerns."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from tests.nights.site import NightSite
from tests.site.pages import LAYOUTS
from tests.site.stories import Story

#: Nights over which a creeping fault reaches every item.
CREEPING = 8
_ITEM = re.compile(r"^(?:/(uk|ru|sq))?/[^?]+/(\d{5,9})$")


class Scene:
    """One fault at work. ``share`` of the items are concerned; ``night`` counts from 0."""

    def __init__(self, site: NightSite, fault: "Fault", *, creeping: bool) -> None:
        self.site = site
        self.fault = fault
        self.night = 0
        self._creeping = creeping
        #: Stories as they were when the fault began.
        self.before = list(site.items)
        site.rewrite = self._rewrite

    @property
    def share(self) -> float:
        """Share of the items that the fault has reached."""
        return min((self.night + 1) / CREEPING, 1.0) if self._creeping else 1.0

    @property
    def today(self) -> dt.date:
        """The day, by the site's clock."""
        return self.site.now.date()

    def some(self, number: int) -> int:
        """As many as the fault has reached tonight: at least one."""
        return max(1, round(number * self.share))

    def concerns(self, number: int) -> bool:
        """Whether the fault has reached the item of that number."""
        return int.from_bytes(sha256(str(number).encode()).digest()[:4]) / 2**32 < self.share

    def is_new(self, number: int) -> bool:
        """Whether an item came after the history."""
        return all(story.number != number for story in self.before)

    def passes(self) -> None:
        """A night passes, with what the fault does to the site."""
        if self.fault.grows:
            self.site.grow()
        else:
            self.site.advance(days=1)
        if self.fault.site is not None:
            self.fault.site(self)

    def _rewrite(self, path: str, body: bytes) -> bytes:
        fault, item = self.fault, _ITEM.match(path)
        if item is None:
            return body if fault.other is None else fault.other(self, path, body.decode()).encode()
        number = int(item[2])
        if not self.concerns(number) or (fault.new_only and not self.is_new(number)):
            return body
        if fault.story is not None:
            story = self.site.story(number, item[1] or "en")
            story = fault.story(self, story)
            body = LAYOUTS[story.layout](story, self.site.base_url, self.site.versions(number)).encode()
        return body if fault.page is None else fault.page(self, body.decode()).encode()


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the table: what happens to a site's answers, and what a harvest has to make of it.

    ``page`` changes the HTML of items and ``story`` what they say, ``other`` changes all other pages,
    ``site`` does something to the site before each night. ``new_only`` leaves known items alone.
    """

    name: str
    kind: Literal["planted", "harmless"]
    page: Callable[[Scene, str], str] | None = None
    story: Callable[[Scene, Story], Story] | None = None
    other: Callable[[Scene, str, str], str] | None = None
    site: Callable[[Scene], object] | None = None
    new_only: bool = False
    #: False: nothing new appears while the fault lasts.
    grows: bool = True
    #: Nights within which a planted failure must be held, and during which a harmless change is harvested.
    nights: int = 3
    shape: str = "usual"
