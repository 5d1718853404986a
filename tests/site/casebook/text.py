"""Cases of plain text: pages as text extractors leave them, <time> elements dropped with their content."""

from dataclasses import replace

from tests.site.casebook.case import WWW, Case, Facts, dateline, facts, tale
from tests.site.casebook.change import cut
from tests.site.casebook.drupal11 import menu_facts
from tests.site.layouts import odihr
from tests.site.layouts.labelled import KINDS, LABELS
from tests.site.layouts.markup import in_words
from tests.site.menu import Entry, menus
from tests.site.stories import Story

_PLAIN = {"Content-Type": "text/plain; charset=UTF-8"}
#: What a page's text cannot tell.
_UNSAID: Facts = {"images": ..., "attachments": ..., "related": ..., "translations": ...}


def menu_lines(entries: tuple[Entry, ...], *, stray: bool = False) -> list[str]:
    """A menu as the seed page shows it: "-" alone before a branch, "- Label" for a leaf."""
    lines: list[str] = []
    for place, entry in enumerate(entries, start=1):
        lines += ["-", entry.label] if entry.children else [f"- {entry.label}"]
        lines += menu_lines(entry.children)
        if stray and place == 1:
            lines += ["-", "Fields of work"]
    return lines


def new_text(story: Story, *, menu: list[str], dated: bool, marks: bool = True) -> str:
    """The text of a page of 2025: menu, kind, title, lead, labels, body with the lead again."""
    mark = "- " if marks else ""
    lines = [*menu, story.label, story.title, story.lead, f"{mark}Issued on:"]
    if dated:
        lines.append(f"{mark}{in_words(story.issued_on)}")
    if story.issuers:
        lines += [f"{mark}Issued by:", *(f"{mark}{name}" for name in story.issuers)]
    lines += [f"{mark}Fields of work:", *(f"{mark}{name}" for name in story.fields_of_work)]
    body = [block.text for block in story.text]
    body[0] = f"{story.dateline} {body[0]}".strip()
    return "\n".join([*lines, *body]) + "\n"


def newsroom_text(story: Story) -> str:
    """The text of a page under "Newsroom", its body printed again from the second paragraph."""
    lines = ["Newsroom", story.title, f"{story.place} {in_words(story.issued_on)}".strip()]
    lines += [f"({p.credit}) {p.caption} Photo details" for p in story.images]
    body = [block.text for block in story.text]
    body[0] = f"{story.dateline} {body[0]}".strip()
    return "\n".join([*lines, *body, *body[1:]]) + "\n"


def labelled_text(story: Story) -> str:
    """The text of a page in the `labelled` shape."""
    source, fields, regions = LABELS[story.language]
    lines = ["Skip Links", KINDS[story.kind, story.language], "OSCE", story.title]
    for label, value in (
        (source, story.issuers[0]),
        (fields, story.fields_of_work[0]),
        (regions, story.where),
    ):
        lines += [label, value]
    return "\n".join([*lines, *(block.text for block in story.text)]) + "\n"


def cases() -> list[Case]:
    """All cases of plain text."""
    whole = menu_lines(menus()["main"], stray=True)
    few = menu_lines(cut(menus()["main"]), stray=True)
    plain = replace(tale("590233-en"), number=590235)
    conflict = replace(tale("569420-en"), number=569423)
    release = tale("665514-en")
    photo = tale("47210-en")
    ukrainian = tale("414788-uk")
    bare = tale("101499-en")
    unsaid = {"type": ..., "type_label": ..., "issued_on_source": ..., "fields_of_work": ..., "issuers": ...}

    def case(name: str, about: str, story: Story, text: str, base: str = WWW, **changed: object) -> Case:
        said = {**_UNSAID, **changed}
        return Case(
            "text",
            name,
            about,
            base + story.path,
            text,
            facts(story, base=base, **said),
            headers=_PLAIN,
            text=True,
        )

    return [
        case(
            "date-dropped",
            "the form of the seed page: an empty Issued on:",
            plain,
            new_text(plain, menu=whole, dated=False),
            issued_on=None,
            issued_on_source=None,
        ),
        case(
            "date-kept",
            "the label's value survived",
            conflict,
            new_text(conflict, menu=few, dated=True),
            issued_on_source="label",
        ),
        case(
            "no-list-marks",
            "no menu and no marks before the labels",
            replace(plain, number=590236),
            new_text(replace(plain, number=590236), menu=[], dated=True, marks=False),
            issued_on_source="label",
        ),
        case(
            "odihr",
            "the menu of odihr.osce.org, a dateline",
            release,
            new_text(release, menu=menu_lines(odihr.MENU), dated=False),
            odihr.BASE,
            dateline=dateline("WARSAW", "2026-07-03"),
            issued_on_source="dateline",
        ),
        case(
            "newsroom",
            "photo line, body printed twice",
            photo,
            newsroom_text(photo),
            dateline=dateline("PRISTINA", "2002-11-08"),
            **unsaid,
        ),
        case(
            "labelled-ukrainian",
            "labels and values on lines of their own",
            ukrainian,
            labelled_text(ukrainian),
            type_label="Щоденний звіт",
            issued_on=...,
            issued_on_source=...,
        ),
        case(
            "bare",
            "title and body",
            bare,
            "\n".join([bare.title, f"{bare.dateline} {bare.lead}", *(b.text for b in bare.text[1:])]) + "\n",
            dateline=dateline("WARSAW/VILNIUS", "2013-05-17"),
            **{**unsaid, "issued_on_source": "dateline"},
        ),
        Case(
            "text",
            "menu",
            "the main menu of the seed page's form",
            WWW + plain.path,
            new_text(plain, menu=whole, dated=False),
            {
                "entries": [
                    {k: v for k, v in entry.items() if k != "url"}
                    for entry in menu_facts({"main": menus()["main"]}, WWW)
                ]
            },
            kind="menu",
            headers=_PLAIN,
            text=True,
        ),
    ]
