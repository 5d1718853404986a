"""The page object of the menus: main menu, footer and language switch, as entries with their place.

In HTML the tree is that of the lists. In plain text it is rebuilt from what is known of the menu, since
text extractors lose the depth.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from osce_scraper import __version__
from osce_scraper.pages.address import original_address
from osce_scraper.pages.article import read_outline
from osce_scraper.pages.document import Document
from osce_scraper.pages.html_menu import html_menus
from osce_scraper.pages.layouts import recognise
from osce_scraper.pages.text_menu import text_menu
from osce_scraper.pages.tree import Node
from osce_scraper.records import Menu, MenuEntry, MenuSource
from osce_scraper.sites import Site, load_site
from osce_scraper.vocabulary import Menus

_NO_SLUG = re.compile(r"[^a-z0-9а-яёіїєґ]+")


def extract_menus(html: bytes | str, url: str, *, site: Site | Path | str = "osce") -> list[MenuEntry]:
    """Every entry of a page's main menu, footer menu and language switch, in the order of the page.

    ``html`` is the page as it came (bytes or text) or its plain text; ``url`` the address it came from;
    ``site`` a site, its name, or the path of its folder.
    A page without menus gives an empty list; nothing is raised.
    """
    document = Document(html, url, load_site(site))
    document.url = original_address(document)
    if document.is_plain:
        forests = {Menu.MAIN: text_menu(document.plain_text, document.site.menus)}
        layout = "text"
    else:
        main, footer, languages = html_menus(document)
        forests = {Menu.MAIN: main, Menu.FOOTER: footer, Menu.LANGUAGES: languages}
        language = document.declared_language or "en"
        layout = recognise(document, read_outline(document, language=language)).name
    source = MenuSource(url=document.url, layout=layout, extractor_version=__version__)
    return [
        entry
        for menu, nodes in forests.items()
        for entry in _Menu(menu, source, document.site.menus).entries(nodes)
    ]


@dataclass(slots=True)
class _Menu:
    """One menu of a page, and how often each identity was used in it."""

    menu: Menu
    source: MenuSource
    known: Menus
    used: dict[str, int] = field(default_factory=dict)

    def entries(self, nodes: list[Node], above: MenuEntry | None = None) -> Iterator[MenuEntry]:
        """The entries of ``nodes`` and of all below them."""
        for position, node in enumerate(nodes, start=1):
            path = [*(above.path if above is not None else ()), node.label]
            parent = above.id if above is not None else None
            ref = self.known.ref(node.label, path) if self.menu is not Menu.LANGUAGES else None
            entry = MenuEntry(
                menu=self.menu,
                id=_unused(f"{parent or self.menu.value}/{slug(node.label)}", self.used),
                label=node.label,
                url=node.url,
                level=len(path),
                position=position,
                parent_id=parent,
                path=path,
                kind=ref[0] if ref else None,
                ref=ref[1] if ref else None,
                source=self.source,
            )
            yield entry
            yield from self.entries(node.children, entry)


def slug(label: str) -> str:
    """``label`` in lower case with its diacritics off and dashes for everything else."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", label.casefold()) if not unicodedata.combining(c)
    )
    return _NO_SLUG.sub("-", plain).strip("-") or "entry"


def _unused(identity: str, used: dict[str, int]) -> str:
    """``identity``, with a number behind it where a sibling has the same label; ``used`` has the last one."""
    number, candidate = used.get(identity, 0), identity
    while candidate in used:
        number += 1
        candidate = f"{identity}-{number}"
    used[candidate] = 1
    used[identity] = max(number, 1)
    return candidate
