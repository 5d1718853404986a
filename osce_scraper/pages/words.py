"""The word lists of ``words.toml``, in lower case."""

import tomllib
from importlib.resources import files
from typing import Any, Final

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("osce_scraper.pages").joinpath("words.toml").read_text(encoding="utf-8")
)


def _set(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _DATA[name])


FURNITURE: Final = _set("furniture")
MORE: Final = _set("more")
LEAD_INS: Final = _set("lead_ins")
OPENING_HEADINGS: Final = _set("opening_headings")
#: With a space on either side.
CALL_OPENINGS: Final = tuple(f" {word} " for word in _set("call_openings"))
CALL_OBJECTS: Final = tuple(f" {word} " for word in _set("call_objects"))
NEXT_PAGE: Final = _set("next_page")
MENU_SWITCHES: Final = _set("menu_switches")
MENU_SWITCH_OPENINGS: Final = tuple(_set("menu_switch_openings"))
NO_MENUS: Final = tuple(_set("no_menus"))
#: Name of a language, in lower case, to its ISO 639-1 code.
LANGUAGES: Final[dict[str, str]] = {
    name.casefold(): code for code, names in _DATA["languages"].items() for name in names
}
