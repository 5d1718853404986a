"""The editor's desk of the local site: its stories, its clock, and everything that changes them."""

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.site.generated import further_stories
from tests.site.layouts.markup import in_words
from tests.site.listings import KINDS, rows_of
from tests.site.menu import menus, walk
from tests.site.stories import Block, Count, Story, blocks, default_listings, written_stories

#: Sections whose items robots.txt forbids.
DISALLOWED_SECTIONS = ("restricted",)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a harvest should hold of one story.

    ``issued_on_source`` and ``counts`` are None where nothing is claimed.
    """

    id: str
    story_id: str
    language: str
    path: str
    type: str
    type_label: str
    title: str
    lead: str
    body: tuple[str, ...]
    issued_on: dt.date | None
    issued_on_source: str | None
    issuers: tuple[str, ...]
    fields_of_work: tuple[str, ...]
    dateline: str | None
    counts: tuple[Count, ...] | None
    layout: str


@dataclass(frozen=True, slots=True)
class ExpectedEntry:
    """One menu entry: ``path`` are the labels from the root, ``href`` is a path or None."""

    menu: str
    path: tuple[str, ...]
    position: int
    level: int
    href: str | None


@dataclass(slots=True)
class Shift:
    """An item waiting to be inserted while a listing is read: after ``page`` of ``listing`` was served."""

    listing: str
    page: int
    story: Story


class Desk:
    """The stories and what is done to them. Every change is stamped with the desk's clock (``now``)."""

    def __init__(self, items: int | None, *, seed: int, now: dt.datetime | None) -> None:
        #: The site's clock; only ``advance`` moves it.
        self.now = now or dt.datetime(2026, 9, 15, 8, tzinfo=dt.UTC)
        self.lock = threading.RLock()
        #: A number that rises with every change.
        self.edition = 0
        self._seed = seed
        self._stories: dict[str, Story] = {}
        self._languages: dict[int, list[str]] = {}
        self._gone: dict[int, int] = {}
        self._old_sections: dict[int, set[str]] = {}
        self._shifts: list[Shift] = []
        self._added = 0
        self._ordered: dict[str, tuple[int, list[str]]] = {}
        for story in self._first_stories(items):
            self._put(story)
        self.edition = 0

    def _first_stories(self, items: int | None) -> Iterable[Story]:
        written = written_stories()
        english = [story for story in written if story.language == "en"]
        if items is None:
            return written
        if items >= len(english):
            return [*written, *further_stories(items - len(english), self._seed)]
        kept = {story.number for story in english[:items]}
        return [story for story in written if story.number in kept]

    def _put(self, story: Story) -> None:
        if story.key not in self._stories:
            self._languages.setdefault(story.number, []).append(story.language)
        self._stories[story.key] = story
        self.edition += 1

    # -- looking ----------------------------------------------------------------------------------------

    @property
    def items(self) -> list[Story]:
        """Every story that answers now, refused and disallowed ones included."""
        with self.lock:
            return [story for story in self._stories.values() if story.number not in self._gone]

    def story(self, number: int, language: str = "en") -> Story:
        """The story of that number; ``KeyError`` when there is none."""
        return self._stories[f"{number}-{language}"]

    def versions(self, number: int) -> list[tuple[str, str]]:
        """(language, path) of every version of an item."""
        return [(language, self.story(number, language).path) for language in self._languages.get(number, [])]

    def status(self, number: int) -> int:
        """200, or what a removed item answers."""
        return self._gone.get(number, 200)

    def old_sections(self, number: int) -> set[str]:
        """Sections an item stood in before it was moved."""
        return self._old_sections.get(number, set())

    def languages_of(self, number: int) -> list[str]:
        """Languages an item exists in; empty when there is no such item."""
        return self._languages.get(number, [])

    @staticmethod
    def disallowed(story: Story) -> bool:
        """Whether robots.txt forbids it."""
        return story.section in DISALLOWED_SECTIONS

    def truth(self) -> dict[str, Expected]:
        """What a harvest that obeys robots.txt should store now, by id such as ``531680-en``."""
        listed = {row.story.key for path in DATED_LISTINGS for row in rows_of(path, self.items)}
        return {
            story.key: expected(story, listed=story.key in listed)
            for story in self.items
            if not self.disallowed(story) and not story.refused
        }

    @staticmethod
    def menu_truth() -> list[ExpectedEntry]:
        """Every entry of the menus of the front page, in the order of the page."""
        return [
            ExpectedEntry(menu, path, position, len(path), entry.href)
            for menu, entries in menus().items()
            for path, position, entry in walk(entries)
        ]

    def refused(self) -> set[str]:
        """Ids of the pages that belong in quarantine."""
        return {story.key for story in self.items if story.refused and not self.disallowed(story)}

    # -- changing ---------------------------------------------------------------------------------------

    def advance(self, *, days: float = 0, hours: float = 0) -> dt.datetime:
        """Move the site's clock and return it."""
        self.now += dt.timedelta(days=days, hours=hours)
        return self.now

    def add_item(
        self,
        number: int | None = None,
        *,
        title: str | None = None,
        body: list[str] | None = None,
        section: str = "secretariat",
        layout: str = "drupal11",
        language: str = "en",
        issued_on: dt.date | None = None,
        kind: str = "news_item",
        issuers: tuple[str, ...] = ("OSCE Secretariat",),
        fields_of_work: tuple[str, ...] = ("Policing",),
    ) -> Story:
        """Publish a new story, dated today by the site's clock unless ``issued_on`` says otherwise."""
        with self.lock:
            story = self._new_story(
                number, title, body, section, layout, language, issued_on, kind, issuers, fields_of_work
            )
            for other in self.languages_of(story.number):
                self._put(replace(self.story(story.number, other), modified=self.now))
            self._put(story)
            return story

    def _new_story(
        self,
        number: int | None,
        title: str | None,
        body: list[str] | None,
        section: str,
        layout: str,
        language: str,
        issued_on: dt.date | None,
        kind: str,
        issuers: tuple[str, ...],
        fields_of_work: tuple[str, ...],
    ) -> Story:
        self._added += 1
        number = number or 700_000 + self._added
        words = body or [
            f"The desk published notice {number} to show that something new stands at the top of the page.",
            "It has a second paragraph, so that a change of the first can be told from a change of both.",
        ]
        story = Story(
            number=number,
            section=section,
            title=title or f"Notice {number}: something new on the site",
            text=tuple(Block("p", paragraph) for paragraph in words),
            issued_on=issued_on or self.now.date(),
            language=language,
            layout=layout,
            kind=kind,
            issuers=issuers,
            fields_of_work=fields_of_work,
            counts=() if body is None else None,
            modified=self.now,
        )
        return replace(story, listings=default_listings(story))

    def edit_item(
        self,
        number: int,
        *,
        language: str = "en",
        title: str | None = None,
        body: str | list[str] | None = None,
        issued_on: dt.date | None = None,
        issuers: tuple[str, ...] | None = None,
        fields_of_work: tuple[str, ...] | None = None,
        bytes_only: bool = False,
    ) -> Story:
        """Change a story; ``bytes_only`` changes bytes and validators, and nothing a reader sees."""
        with self.lock:
            story = replace(self.story(number, language), modified=self.now)
            if title is not None:
                story = replace(story, title=title)
            if body is not None:
                text = blocks(body) if isinstance(body, str) else tuple(Block("p", part) for part in body)
                story = replace(story, text=text, counts=None)
            if issued_on is not None:
                story = replace(story, issued_on=issued_on)
            if issuers is not None:
                story = replace(story, issuers=issuers)
            if fields_of_work is not None:
                story = replace(story, fields_of_work=fields_of_work)
            if bytes_only:
                story = replace(story, noise=story.noise + 1)
            self._put(story)
            return story

    def remove(self, number: int, status: int = 404) -> None:
        """Take an item off the site: its addresses answer ``status``, listings and sitemap lose it."""
        with self.lock:
            self.story_of_any_language(number)
            self._gone[number] = status
            self.edition += 1

    def unlist(self, number: int) -> None:
        """Take an item off every listing; its page answers as before."""
        with self.lock:
            for language in self.languages_of(number):
                self._put(replace(self.story(number, language), listings=()))

    def restore(self, number: int) -> None:
        """Bring a removed item back as it was, stamped with the clock."""
        with self.lock:
            del self._gone[number]
            for language in self._languages[number]:
                self._put(replace(self.story(number, language), modified=self.now))

    def story_of_any_language(self, number: int) -> Story:
        """The first language version of an item; ``KeyError`` when there is no such item."""
        return self.story(number, self._languages[number][0])

    def move_section(self, number: int, section: str) -> None:
        """Move an item to another section; the old address redirects (301)."""
        with self.lock:
            for language in self._languages[number]:
                story = self.story(number, language)
                self._old_sections.setdefault(number, set()).add(story.section)
                self._old_sections[number].discard(section)
                self._put(replace(story, section=section, modified=self.now))

    def remove_time(self, number: int, language: str = "en") -> None:
        """Take the date off the page of a story; the label stays, its value is empty."""
        with self.lock:
            self._put(replace(self.story(number, language), date_on="teaser", modified=self.now))

    def remove_teaser_date(self, number: int, language: str = "en") -> None:
        """Take the date off the teasers of a story."""
        with self.lock:
            self._put(replace(self.story(number, language), teaser_dated=False, modified=self.now))

    def shift_listing_during_reading(
        self, listing: str = "/news", after_page: int = 0, *, title: str | None = None
    ) -> int:
        """Insert an item at the top once page ``after_page`` of ``listing`` was read; returns its number.

        The pages behind it shift by one: their first teaser was the last one of the page before.
        """
        with self.lock:
            layout = "drupal11" if listing == "/news" else "drupal6"
            story = self._new_story(
                None,
                title,
                None,
                "secretariat",
                layout,
                "en",
                None,
                "news_item",
                ("OSCE Secretariat",),
                ("Policing",),
            )
            self._shifts.append(Shift(listing, after_page, replace(story, listings=(listing,))))
            return story.number

    def listing_was_read(self, listing: str, page: int) -> None:
        """Called after a listing page went out: does the shifts that wait for it."""
        for shift in [shift for shift in self._shifts if (shift.listing, shift.page) == (listing, page)]:
            self._shifts.remove(shift)
            self._put(replace(shift.story, modified=self.now))


#: Listings whose teasers carry a date.
DATED_LISTINGS = tuple(path for path, kind in KINDS.items() if kind.form != "reports")


def expected(story: Story, *, listed: bool) -> Expected:
    """The facts that a record should hold; ``listed`` tells whether a dated teaser leads to the story."""
    source: str | None = story.date_on if story.layout == "drupal11" else None
    issued_on: dt.date | None = story.issued_on
    if story.date_on in ("teaser", "none", "dateline"):
        if in_words(story.issued_on, story.language) in story.dateline:
            source = "dateline"
        elif story.date_on == "teaser" and listed and story.teaser_dated:
            source = "teaser"
        else:
            source = issued_on = None
    return Expected(
        id=story.key,
        story_id=str(story.number),
        language=story.language,
        path=story.path,
        type=story.kind,
        type_label=story.label,
        title=story.title,
        lead=story.lead,
        body=tuple(block.text for block in story.text),
        issued_on=issued_on,
        issued_on_source=source,
        issuers=story.issuers if story.kind != "event" else (),
        fields_of_work=story.fields_of_work,
        dateline=story.dateline or None,
        counts=story.counts,
        layout=story.layout,
    )
