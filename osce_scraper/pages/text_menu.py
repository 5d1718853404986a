"""The main menu in the plain text of a page."""

from osce_scraper.pages.tree import Node


def text_menu(text: str) -> list[Node]:
    """The menu's tree."""
    return []
