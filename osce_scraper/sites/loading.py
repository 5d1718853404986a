"""A site from its folder: ``site.toml`` and the files beside it, checked as a whole."""

import pkgutil
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from osce_scraper.sites.file import SiteFile
from osce_scraper.sites.layout import Layout, layout_of
from osce_scraper.sites.site import Site
from osce_scraper.vocabulary import FieldsOfWork, Menus, Offices, OwnNames, VocabularyError, fold

_BUILT_IN: Final = files("osce_scraper.sites")
_FILE: Final = "site.toml"
_HEADER: Final = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")


class SiteError(ValueError):
    """A site cannot be loaded; the message names the file, the line where it can, and the right form."""


def site_names() -> list[str]:
    """Names of the sites that come with the package."""
    return sorted(
        folder.name for folder in _BUILT_IN.iterdir() if folder.is_dir() and (folder / _FILE).is_file()
    )


def load_site(site: "str | Path | Site" = "osce") -> Site:
    """The site of that name, or that the folder at that path describes; a ``Site`` as it is.

    Raises ``SiteError``.
    """
    if isinstance(site, Site):
        return site
    name = str(site)
    return _load(name if name in site_names() else str(Path(name).expanduser().resolve()), name)


@cache
def _load(place: str, written: str) -> Site:
    if place == written and place in site_names():
        return _site(place, _BUILT_IN / place, _packaged_layouts(place))
    folder: Traversable = Path(place)
    if not (folder / _FILE).is_file():
        raise SiteError(
            f"{written!r} is no site: write one of {', '.join(site_names())}, or the path of a folder with a "
            f"{_FILE}; `osce site new NAME --url ADDRESS` makes one"
        )
    return _site(place, folder)


def _packaged_layouts(name: str) -> list[Layout]:
    """The ``LAYOUT`` of each module in the folder ``layouts`` of a site that comes with the package."""
    package = f"{__package__}.{name}.layouts"
    if not (_BUILT_IN / name / "layouts").is_dir():
        return []
    modules = (
        import_module(f"{package}.{module.name}")
        for module in pkgutil.iter_modules(import_module(package).__path__)
    )
    return [module.LAYOUT for module in modules]


def _site(place: str, folder: Traversable, modules: Sequence[Layout] = ()) -> Site:
    text, tables = _read(folder / _FILE)
    try:
        file = SiteFile.model_validate(tables)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = [str(part) for part in first["loc"]]
        raise SiteError(_message(folder / _FILE, text, path, first["msg"], len(error.errors()))) from None
    own = OwnNames(frozenset(map(fold, file.names.own)), frozenset(map(fold, file.names.endings)))
    offices = Offices.of(_entries(folder, "offices.toml", "office", ("id", "name", "kind")), own)
    fields = FieldsOfWork.of(_entries(folder, "fields_of_work.toml", "field", ("id", "name")), own)
    known = {
        host: _entries(folder, menu.known, "section", ("path", "kind", "labels"))
        for host, menu in file.menus.items()
        if menu.known is not None
    }
    try:
        layouts = [layout_of(layout, table) for layout, table in file.layouts.items()]
    except ValueError as error:
        raise SiteError(f"{folder / _FILE}: {error}") from None
    return Site(place, file, offices, fields, Menus(known, offices, fields), [*layouts, *modules])


def check_site(site: Site) -> None:
    """Look at all names of ``site``, which are otherwise read when one is first looked up.

    Raises ``SiteError`` where one name is given twice, or a menu names what is not there.
    """
    try:
        site.offices.check()
        site.fields.check()
        site.menus.check()
    except VocabularyError as error:
        raise SiteError(f"site {site.name}: {error}") from error


def _read(file: Traversable) -> tuple[str, dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SiteError(f"{file} is no text in UTF-8 ({error.reason})") from error
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{file} is no TOML: {error}") from error


def _entries(folder: Traversable, name: str, table: str, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    """The tables of a file beside ``site.toml``; none where there is no such file."""
    file = folder / name
    if not file.is_file():
        return []
    text, tables = _read(file)
    entries = tables.get(table, [])
    if set(tables) - {table} or not isinstance(entries, list):
        raise SiteError(f"{file}: write each entry under [[{table}]]")
    for number, entry in enumerate(entries):
        missing = [key for key in needed if key not in entry]
        if missing:
            line = [at for at, row in enumerate(text.splitlines(), 1) if row.strip() == f"[[{table}]]"][
                number
            ]
            raise SiteError(f"{file}, line {line}: this [[{table}]] lacks {', '.join(missing)}")
    return entries


def _message(file: Traversable, text: str, path: list[str], said: str, errors: int) -> str:
    line = _line_of(text, path)
    where = f"{file}, line {line}" if line else str(file)
    more = f" (and {errors - 1} more)" if errors > 1 else ""
    said = said.removeprefix("Value error, ")
    return f"{where}: {'.'.join(path)}: {said[:1].lower()}{said[1:]}{more}"


def _line_of(text: str, path: list[str]) -> int | None:
    """The line of the key that ``path`` leads to, or of its table."""
    header: list[str] = []
    best: tuple[int, int] = (0, 0)
    for number, line in enumerate(text.splitlines(), 1):
        found = _HEADER.match(line)
        if found is not None:
            header = [
                part.strip().strip('"') for part in re.split(r"\.(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", found[1])
            ]
            here = header
        else:
            key = line.partition("=")[0].strip().strip('"')
            here = [*header, key]
        if path[: len(here)] == here and len(here) > best[0]:
            best = (len(here), number)
    return best[1] or None
