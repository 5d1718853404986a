"""Strategies for the kind of an item: a label's value, the bare line, the teaser, the title's own words."""

from osce_scraper.pages.labelled import values_of
from osce_scraper.pages.strategy import Context, Given, Mark, Needed
from osce_scraper.records import ItemType, Problem
from osce_scraper.sites import Site
from osce_scraper.vocabulary import Label, is_newsroom_heading, item_type

#: Kinds that a title begins with, and words of the longest that does.
_TITLED = frozenset([ItemType.PRESS_RELEASE, ItemType.STATEMENT, ItemType.DAILY_REPORT, ItemType.SPOT_REPORT])
_LONGEST_KIND = 4
#: Letters of the longest preposition.
_SHORT_WORD = 4


def label(page: Context, needed: Needed) -> Given | None:
    """The kind that a label of the page states."""
    for value in values_of(page.outline.labelled, Label.KIND):
        found = item_type(value.text)
        if found is not None:
            return Given(found, [Mark(value.text, value.at)], beside={"type_label": value.text})
    return None


def line(page: Context, needed: Needed) -> Given | None:
    """The bare line that names the kind, unless it only heads the newsroom and the title says more."""
    stated = page.outline.kind
    if stated is None:
        return None
    text, found, at = stated
    if is_newsroom_heading(text) and _kind_in_title(_title_of(page), page.site) is not None:
        return None
    return Given(found, [Mark(text, at)], beside={"type_label": text})


def teaser(page: Context, needed: Needed) -> Given | None:
    """The kind that the listing gave the item."""
    stated = page.hints.type_label if page.hints is not None else None
    found = item_type(stated) if stated is not None else None
    if found is None or stated is None:
        return None
    return Given(found, [Mark(stated)], beside={"type_label": stated})


def title(page: Context, needed: Needed) -> Given | None:
    """The kind that the title's own words tell."""
    found = _kind_in_title(_title_of(page), page.site)
    at = page.outline.title.at if page.outline.title is not None else -1
    return None if found is None else Given(found, [Mark(found.value, at)])


def event_label(page: Context, needed: Needed) -> Given | None:
    """An event, where the page has labels of one."""
    if any(each.label in (Label.WHEN, Label.ORGANIZED_BY) for each in page.outline.labelled):
        return Given(ItemType.EVENT, [Mark(ItemType.EVENT.value)])
    return None


def none(page: Context, needed: Needed) -> Given:
    """No kind that is known; what the page calls it is kept."""
    unknown = next((value.text for value in values_of(page.outline.labelled, Label.KIND)), None)
    if unknown is None and page.outline.unknown_kind is not None:
        unknown = page.outline.unknown_kind[0]
    problem = Problem(
        code="type_missing" if unknown is None else "type_unknown",
        field="type",
        detail=unknown or "nothing on the page names the kind of item",
    )
    return Given(ItemType.OTHER, [Mark("")], [problem], beside={"type_label": unknown})


KIND = (label, line, teaser, title, event_label, none)


def _title_of(page: Context) -> str:
    assert page.outline.title is not None
    return page.outline.title.text


def _kind_in_title(title: str, site: Site) -> ItemType | None:
    """The kind that ``title`` begins with: `Press Release by the Co-Chairs`, `Ежедневный отчет № 41`."""
    if (kind := site.kind_in_title(title)) is not None:
        return kind
    words = title.split()
    for length in range(min(_LONGEST_KIND, len(words)), 0, -1):
        found = item_type(" ".join(words[:length]).rstrip(":,"))
        if found in _TITLED and _goes_on_from_a_kind(words[length:]):
            return found
    return None


def _goes_on_from_a_kind(rest: list[str]) -> bool:
    """Whether what follows a kind says of whom or what it is: `by the …`, `№ 41`, `Председателя …`."""
    return not rest or len(rest[0]) <= _SHORT_WORD or not rest[0][0].islower()
