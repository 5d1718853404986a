"""What an element is for, by its tag, its role and its names; and whether a reader sees it.

A tag or a role says it. Names are weak evidence: they count as whole words of a known meaning, and not
against what the element holds.
"""

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final, Literal

from lxml import etree

Region = Literal["content", "navigation", "banner", "footer", "aside", "figure"]

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("osce_scraper.pages").joinpath("markup.toml").read_text(encoding="utf-8")
)
_HIDDEN: Final = frozenset(_DATA["hidden"])
_SHOWN_AGAIN: Final = tuple(_DATA["shown_again"])
_ICON_FONTS: Final = tuple(_DATA["icon_fonts"])
_PANELS: Final = frozenset(_DATA["panels"])
_NEUTRAL: Final = frozenset(_DATA["neutral"]["words"])
_ENDINGS: Final = frozenset(_DATA["neutral"]["endings"])
_MEANINGS: Final[dict[str, str]] = {
    word: meaning for meaning, words in _DATA["names"].items() for word in words
}
TAGS: Final[dict[str, Region]] = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "aside",
    "figure": "figure",
    "header": "banner",
    "form": "navigation",
    "button": "navigation",
    "menu": "navigation",
    "dialog": "navigation",
}
_ROLES: Final[dict[str, Region]] = {
    "navigation": "navigation",
    "search": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "contentinfo": "footer",
    "banner": "banner",
    "complementary": "aside",
    "dialog": "navigation",
    "alertdialog": "navigation",
}
_BELIEVED: Final = frozenset(["nav", "footer", "aside", "menu", "dialog"])
#: The region of an element whose names mean this.
_NAMED: Final[dict[str, Region]] = {
    "navigation": "navigation",
    "search": "navigation",
    "share": "navigation",
    "consent": "navigation",
    "footer": "footer",
    "aside": "aside",
    "promotion": "aside",
    "comments": "aside",
    "embedded": "aside",
    "figure": "figure",
}
#: The page's own frame is no region, whatever its names.
_FRAME: Final = frozenset(["html", "body", "main", "article"])
_WORD: Final = re.compile(r"[a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Characters of a paragraph, and of a form that holds more than its fields.
_SENTENCE: Final = 80
_LONG_FORM: Final = 1_500
#: Headings of what was found, at least.
_FOUND: Final = 2
_MANY: Final = 4096
_meanings: dict[tuple[str | None, str | None], str | None] = {}
_hidden_names: dict[str, bool] = {}


def meaning_of(element: etree._Element) -> str | None:
    """What the names of ``element`` say that it is for, a key of ``names`` in ``markup.toml``."""
    names = (element.get("class"), element.get("id"))
    if names == (None, None):
        return None
    try:
        return _meanings[names]
    except KeyError:
        pass
    found: str | None = next(
        (meaning for name in f"{names[0] or ''} {names[1] or ''}".split() if (meaning := _named(name))), None
    )
    if len(_meanings) < _MANY:
        _meanings[names] = found
    return found


def _named(name: str) -> str | None:
    """The meaning of one name: of its words all are known, and the last that means anything counts."""
    # Behind three marks stands a number that a tool made.
    base, _, modifier = name.partition("___")[0].partition("--")
    for part in (base, modifier.replace("--", "-")):
        words = _WORD.findall(_CAMEL.sub("-", part).lower())
        meanings = [_MEANINGS[word] for word in words if word in _MEANINGS]
        if len(meanings) + sum(word in _NEUTRAL for word in words) < len(words):
            return None
        if meanings:
            return None if words[-1] in _ENDINGS else meanings[-1]
    return None


def region_of(element: etree._Element) -> Region | None:
    """The region that ``element`` opens; None where it opens none."""
    tag = element.tag
    role = element.get("role")
    region = _ROLES.get(role) if role is not None else None
    if region is None:
        region = TAGS.get(tag)
        if region is None and tag not in _FRAME:
            meaning = meaning_of(element)
            region = _NAMED.get(meaning) if meaning is not None else None
            denied = _DENIES.get(meaning or "")
            if denied is not None and denied(element):
                region = None
    if region is None or (tag == "form" and _is_page(element)):
        return None
    if region in ("banner", "footer") and _inside_article(element):
        # An article's own header holds its title; only the page's header is a banner.
        return None if region == "banner" else "aside"
    if tag == "figure":
        # A picture that was never closed holds the text behind it; a table may stand in a figure of its own.
        return None if holds_text(element, 2) or _is_table(element) else region
    if region == "figure" or tag == "button" or role in ("dialog", "alertdialog") or tag == "dialog":
        return region if region != "figure" or not holds_text(element, 1) else None
    titled = next(element.iter("h1"), None) is not None
    # A tag or a role is believed, if it was closed; a name is not, against a text.
    if role in _ROLES or tag in _BELIEVED:
        return None if titled and holds_text(element, 1) else region
    return None if titled or holds_text(element, 3) else region


def holds_text(element: etree._Element, sentences: int) -> bool:
    """Whether ``element`` holds so many paragraphs of text outside links."""
    found = 0
    for paragraph in element.iter("p"):
        text = _text(paragraph)
        if len(text) < _SENTENCE:
            continue
        linked = sum(len(_text(link)) for link in paragraph.iter("a"))
        if len(text) - linked >= _SENTENCE:
            found += 1
            if found >= sentences:
                return True
    return False


def leads_elsewhere(element: etree._Element) -> bool:
    """Whether ``element`` holds a link, a button or a field: what promotes something does."""
    return next(element.iter("a", "button", "input", "iframe"), None) is not None


def _is_table(figure: etree._Element) -> bool:
    """Whether a figure is a table or a list rather than a picture."""
    shown = next(figure.iter("table", "ul", "ol", "dl", "img", "picture", "video", "svg", "iframe"), None)
    return (
        shown is not None
        and shown.tag in ("table", "ul", "ol", "dl")
        and next(figure.iter("img"), None) is None
    )


def _is_search_box(element: etree._Element) -> bool:
    """Whether ``element`` is fields to search with, and not also what was found."""
    fields = next(element.iter("form", "input", "button"), None) is not None
    return fields and sum(len(_text(heading)) > 0 for heading in element.iter("h2", "h3", "h4")) < _FOUND


#: What in an element speaks against its names.
_DENIES: Final[dict[str, Callable[[etree._Element], bool]]] = {
    "promotion": lambda element: not leads_elsewhere(element),
    "search": lambda element: not _is_search_box(element),
}


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _is_page(form: etree._Element) -> bool:
    """Whether a form holds the page, or a text of it, rather than fields to fill in."""
    if next(form.iter("h1"), None) is not None or holds_text(form, 1):
        return True
    return len(" ".join(_text(form).split())) > _LONG_FORM


def _inside_article(element: etree._Element) -> bool:
    return any(
        above.tag in ("main", "article") or above.get("role") == "main" for above in element.iterancestors()
    )


def is_hidden(element: etree._Element, attributes: list[str]) -> bool:
    """Whether no reader sees ``element``, which has ``attributes``. A closed panel of text can be opened."""
    names = element.get("class") if "class" in attributes else None
    hidden = "hidden" in attributes or (names is not None and _is_hidden_by(names))
    if not hidden and "style" in attributes:
        style = (element.get("style") or "").replace(" ", "").lower()
        hidden = "display:none" in style or "line-through" in style
    if hidden:
        return not _opens(element, names)
    if "role" in attributes and element.get("role") == "tooltip":
        return True
    return "aria-hidden" in attributes and element.get("aria-hidden") == "true" and not holds_text(element, 1)


def _is_hidden_by(names: str) -> bool:
    hidden = _hidden_names.get(names)
    if hidden is None:
        each = names.lower().split()
        hidden = any(name in _HIDDEN or name.startswith(_ICON_FONTS) for name in each) and not any(
            name.startswith(_SHOWN_AGAIN) for name in each
        )
        if len(_hidden_names) < _MANY:
            _hidden_names[names] = hidden
    return hidden


def _opens(element: etree._Element, names: str | None) -> bool:
    """Whether a hidden element is a panel of the text that a click opens."""
    if element.get("role") in ("tabpanel", "region"):
        return True
    if not holds_text(element, 1):
        return False
    if next(element.iter("h1"), None) is not None:
        # It was never closed.
        return True
    words = set(_WORD.findall(f"{names or ''} {element.get('id') or ''}".lower()))
    return bool(words & _PANELS) or element.get("aria-labelledby") is not None
