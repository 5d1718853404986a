"""The fields of a news item, in the order of the record: a row a field.

A new way to find a field is a function among its strategies; a new field is a row.
"""

from osce_scraper.pages.dating import stated, updated
from osce_scraper.pages.issuers import FIELDS_OF_WORK, ISSUERS
from osce_scraper.pages.kinds import KIND
from osce_scraper.pages.links import attached, pictures, stories, versions
from osce_scraper.pages.of_text import (
    counts,
    event_labels,
    named_countries,
    named_project,
    opening,
    payers,
    reported,
    speech,
)
from osce_scraper.pages.strategy import Context, Field, Given, Mark, Needed


def found_title(page: Context, needed: Needed) -> Given | None:
    """The title that was found with the article."""
    title = page.outline.title
    return None if title is None else Given(title.text, [Mark(title.text, title.at)], strategy=title.strategy)


def first_paragraph(page: Context, needed: Needed) -> Given:
    """The first paragraph of the body."""
    mark = Mark(page.body[0], page.outline.paragraph_blocks[0])
    return Given(page.body[0], [mark], strategy=page.outline.lead_strategy)


def blocks(page: Context, needed: Needed) -> Given:
    """Every paragraph of the article."""
    return Given(list(page.body), list(map(Mark, page.body, page.outline.paragraph_blocks)))


FIELDS = (
    Field("title", (found_title,)),
    Field("type", KIND, needs=("title",)),
    Field("body", (blocks,)),
    Field("lead", (first_paragraph,)),
    Field(
        "issued_on",
        (stated,),
        missing="issued_on_missing",
        detail="nothing on the page states the date of issue",
    ),
    Field("updated_on", (updated,)),
    Field("dateline", (opening,), needs=("issued_on",)),
    Field(
        "issuers",
        ISSUERS,
        needs=("issued_on",),
        missing="issuers_missing",
        detail="nothing names the issuer",
        empty=list,
    ),
    Field("fields_of_work", FIELDS_OF_WORK, empty=list, traced=True),
    Field(
        "participants",
        (counts,),
        needs=("issued_on", "dateline", "type", "title"),
    ),
    Field("quotes", (speech,)),
    Field("funders", (payers,)),
    Field("project", (named_project,)),
    Field("countries", (named_countries,), needs=("title", "issuers", "dateline", "funders")),
    Field("event", (event_labels, reported), needs=("issued_on", "dateline", "type")),
    Field("translations", (versions,)),
    Field("images", (pictures,)),
    Field("attachments", (attached,)),
    Field("related", (stories,)),
)
