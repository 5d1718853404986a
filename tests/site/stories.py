"""The stories of the local site: what was written for it, and what a harvest of it should find.

A story is one language version of one item. Its words live in ``content/stories/*.toml``; how they are laid
out as HTML is the business of ``layouts``.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"

#: How the kind of an item is named on a page, by layout.
TYPE_LABELS = {
    "drupal11": {
        "news_item": "News Item",
        "press_release": "Press release",
        "statement": "Press statement",
        "daily_report": "Daily report",
        "spot_report": "Spot report",
        "story": "Story",
        "event": "Event",
        "other": "Corrigendum",
    },
    "drupal6": {
        "news_item": "News",
        "press_release": "Press release",
        "statement": "Press statement",
        "daily_report": "Daily report",
        "spot_report": "Spot report",
        "story": "Story",
        "event": "Event",
        "other": "Corrigendum",
    },
}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the text: ``form`` is p, h3, li or quote."""

    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption and credit (either may be missing)."""

    file: str
    caption: str | None = None
    credit: str | None = None

    @property
    def href(self) -> str:
        """Path of the picture on the site."""
        return f"/sites/default/files/images/{self.file}"


@dataclass(frozen=True, slots=True)
class Download:
    """A file offered with a story."""

    href: str
    title: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A group of participants that the text states; parts not stated are None."""

    total: int | None = None
    women: int | None = None
    men: int | None = None
    girls: int | None = None
    boys: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another story."""

    path: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Story:
    """One item in one language, as it stands on the site now."""

    number: int
    section: str
    title: str
    text: tuple[Block, ...]
    issued_on: dt.date
    language: str = "en"
    layout: str = "drupal11"
    kind: str = "news_item"
    type_label: str = ""
    issuers: tuple[str, ...] = ()
    fields_of_work: tuple[str, ...] = ()
    #: Dateline before the first paragraph of the body, as written; empty when there is none.
    dateline: str = ""
    #: Place before the date in the head of a drupal6 page.
    place: str = ""
    #: Whether the first paragraph is printed as lead and again in the body.
    lead_repeated: bool = True
    #: What on the page carries the date: time_label, time, label, metadata, dateline, teaser or none.
    date_on: str = "time_label"
    #: Listings that show it; the sitemap has every story that is not listed_only.
    listings: tuple[str, ...] = ()
    in_sitemap: bool = True
    counts: tuple[Count, ...] | None = None
    when: str = ""
    where: str = ""
    organizer: str = ""
    images: tuple[Picture, ...] = ()
    attachments: tuple[Download, ...] = ()
    related: tuple[Link, ...] = ()
    #: Planted faults: no_title, no_body, unknown_office, unknown_field_of_work.
    planted: tuple[str, ...] = ()
    #: Facts that the site changes: time of the last change, noise in the bytes, teaser without date.
    modified: dt.datetime = field(default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    noise: int = 0
    teaser_dated: bool = True

    @property
    def key(self) -> str:
        """Number and language, such as ``531680-en``."""
        return f"{self.number}-{self.language}"

    @property
    def path(self) -> str:
        """Path of its own address."""
        prefix = "" if self.language == "en" else f"/{self.language}"
        return f"{prefix}/{self.section}/{self.number}"

    @property
    def lead(self) -> str:
        """The first paragraph."""
        return self.text[0].text if self.text else ""

    @property
    def label(self) -> str:
        """Its kind as the page names it."""
        return self.type_label or TYPE_LABELS[self.layout][self.kind]

    @property
    def refused(self) -> bool:
        """Whether a harvester has to refuse the page."""
        return "no_title" in self.planted or "no_body" in self.planted


def blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of ``text``, parted by empty lines; ``## ``, ``- `` and ``> `` open other forms."""
    marks = {"## ": "h3", "- ": "li", "> ": "quote"}
    found = []
    for raw in text.strip().split("\n\n"):
        for piece in raw.split("\n- ") if raw.startswith("- ") else [raw]:
            line = " ".join(piece.split())
            form = "li" if raw.startswith("- ") else "p"
            for mark, named in marks.items():
                if line.startswith(mark):
                    form, line = named, line[len(mark) :]
            if line:
                found.append(Block(form, line))
    return tuple(found)


def default_listings(story: Story) -> tuple[str, ...]:
    """The listing that shows a story when its file does not say otherwise."""
    if story.language != "en" or story.kind == "event":
        return ()
    return ("/news",) if story.layout == "drupal11" else ("/press-releases",)


def first_change(issued_on: dt.date) -> dt.datetime:
    """When a story that nobody edited was changed last: at nine on the day of its issue.

    The move to the new site touched everything, so no page is older than that.
    """
    moment = dt.datetime.combine(issued_on, dt.time(9), tzinfo=dt.UTC)
    return max(moment, dt.datetime(2025, 11, 24, 9, tzinfo=dt.UTC))


def story_of(table: dict[str, Any]) -> Story:
    """The story that a TOML table describes; a ``TypeError`` names a key that no story has."""
    facts = dict(table)
    facts["text"] = blocks(facts.pop("text", ""))
    for name in ("issuers", "fields_of_work", "listings", "planted"):
        if name in facts:
            facts[name] = tuple(facts[name])
    if "counts" in facts:
        facts["counts"] = tuple(Count(**group) for group in facts["counts"])
    facts["images"] = tuple(Picture(**picture) for picture in facts.get("images", ()))
    facts["attachments"] = tuple(Download(**file) for file in facts.get("attachments", ()))
    story = Story(**facts)
    if "listings" not in facts:
        story = replace(story, listings=default_listings(story))
    return replace(story, modified=first_change(story.issued_on))


def with_related(stories: list[Story]) -> list[Story]:
    """The stories, each with links to two or three others of its language and layout."""
    linked = []
    for place, story in enumerate(stories):
        alike = [other for other in stories if other.language == story.language and not other.refused]
        chosen = [alike[(place * 7 + step) % len(alike)] for step in (3, 11, 19)[: 2 + place % 2]]
        links = {other.path: Link(other.path, other.title, other.label) for other in chosen if other != story}
        linked.append(replace(story, related=tuple(links.values())))
    return linked


@cache
def written_stories() -> tuple[Story, ...]:
    """All stories of the content files, 531680 first, the rest well mixed."""
    tables = []
    for file in sorted((CONTENT / "stories").glob("*.toml")):
        tables.extend(tomllib.loads(file.read_text(encoding="utf-8"))["story"])
    stories = with_related([story_of(table) for table in tables])
    keys = [story.key for story in stories]
    if len(set(keys)) != len(keys):
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"stories told twice: {', '.join(twice)}; give each its own number")
    # A mixed order, the same always, so that any first part of it has something of every layout and kind.
    return tuple(sorted(stories, key=lambda story: (story.number != 531680, story.number * 7919 % 10007)))
