"""The whole menu of the site gives the same entries in whatever markup a theme prints it."""

from collections.abc import Callable
from html import escape

import pytest

from osce_scraper import extract_menus
from osce_scraper.records import Menu
from osce_scraper.sites import load_site
from tests.site.menu import Entry, menus, walk


def _known(host: str) -> tuple[Entry, ...]:
    """The tree of a menu as the vocabulary knows it."""
    below = {tuple(section["path"]): section["labels"] for section in load_site().menus.sections[host]}

    def tree(path: tuple[str, ...]) -> tuple[Entry, ...]:
        return tuple(
            Entry(label, f"/x/{label}", tree((*path, label)) if (*path, label) in below else ())
            for label in below[path]
        )

    return tree(())


TREES = {"main": menus()["main"], "odihr": _known("odihr.osce.org")}


def _link(entry: Entry) -> str:
    label = escape(entry.label)
    return f'<a href="{entry.href}">{label}</a>' if entry.href else f"<span>{label}</span>"


def _lists(entries: tuple[Entry, ...]) -> str:
    """Lists in lists."""
    inner = "".join(f"<li>{_link(e)}{_lists(e.children) if e.children else ''}</li>" for e in entries)
    return f"<ul>{inner}</ul>"


def _repeated(entries: tuple[Entry, ...]) -> str:
    """Lists in lists, the label of each printed once more above its own list."""
    inner = ""
    for e in entries:
        below = f"<div><div>{escape(e.label)}</div>{_repeated(e.children)}</div>" if e.children else ""
        inner += f"<li>{_link(e)}{below}</li>"
    return f"<ul>{inner}</ul>"


def _buttons(entries: tuple[Entry, ...]) -> str:
    """Divs with a button that opens a panel."""
    inner = ""
    for e in entries:
        if e.children:
            inner += f"<div><button>{escape(e.label)}</button><div>{_buttons(e.children)}</div></div>"
        else:
            inner += _link(e)
    return inner


def _details(entries: tuple[Entry, ...]) -> str:
    """Details with a summary."""
    inner = ""
    for e in entries:
        if e.children:
            inner += f"<details><summary>{escape(e.label)}</summary>{_details(e.children)}</details>"
        else:
            inner += f"<p>{_link(e)}</p>"
    return inner


def _links_and_panels(entries: tuple[Entry, ...]) -> str:
    """Divs whose first link heads the div behind it."""
    inner = ""
    for e in entries:
        below = f"<div>{_links_and_panels(e.children)}</div>" if e.children else ""
        inner += f"<div>{_link(e)}{below}</div>"
    return inner


def _in_nav(markup: str) -> str:
    return f'<nav aria-label="Main">{markup}</nav>'


def _in_header(markup: str) -> str:
    return f'<header><a href="/">OSCE</a><div class="x1">{markup}</div></header>'


def _unmarked(markup: str) -> str:
    return f'<div class="x0"><div class="x1">{markup}</div></div>'


@pytest.mark.parametrize("site", ["main", "odihr"])
@pytest.mark.parametrize("frame", [_in_nav, _in_header, _unmarked])
@pytest.mark.parametrize("markup", [_lists, _repeated, _buttons, _details, _links_and_panels])
def test_every_entry_is_found_in_its_place(
    site: str, frame: Callable[[str], str], markup: Callable[[tuple[Entry, ...]], str]
) -> None:
    tree = TREES[site]
    page = f"<html><body>{frame(markup(tree))}<main><h1>Title</h1><p>Text.</p></main></body></html>"
    read = [tuple(e.path) for e in extract_menus(page, "https://www.osce.org/") if e.menu is Menu.MAIN]
    assert read == [path for path, _, _ in walk(tree)]
