"""The paged listings of the local site: which stories each shows, in which order, under which addresses."""

from dataclasses import dataclass

from tests.site.stories import Story


@dataclass(frozen=True, slots=True)
class Row:
    """One teaser of a listing: its story and the path the teaser links to."""

    story: Story
    path: str


@dataclass(frozen=True, slots=True)
class ListingKind:
    """A listing: its path, heading, and the form of its teasers (new, press, reports, statements)."""

    path: str
    title: str
    form: str


KINDS = {
    kind.path: kind
    for kind in (
        ListingKind("/news", "News", "new"),
        ListingKind("/press-releases", "News and press releases", "press"),
        ListingKind("/ukraine-smm/reports", "OSCE Special Monitoring Mission to Ukraine", "reports"),
        ListingKind("/fom/statements", "Statements", "statements"),
    )
}

#: Stories that a listing shows a second time, under another address: (listing, number, section there).
SHOWN_TWICE = (("/news", 541907, "node"), ("/press-releases", 549113, "pc"))


def rows_of(path: str, stories: list[Story]) -> list[Row]:
    """The rows of the listing at ``path``, newest first; stories of one day by falling number."""
    shown = sorted(
        (story for story in stories if path in story.listings),
        key=lambda story: (story.issued_on, story.number),
        reverse=True,
    )
    rows = [Row(story, story.path) for story in shown]
    for listing, number, section in SHOWN_TWICE:
        story = next((story for story in stories if story.number == number and story.language == "en"), None)
        if listing == path and story is not None:
            rows.insert(min(len(rows), 4), Row(story, f"/{section}/{number}"))
    return rows
