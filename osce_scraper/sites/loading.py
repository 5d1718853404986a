"""A site from its folder: ``site.toml`` and the files beside it, checked as a whole."""

import difflib
import pkgutil
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from osce_scraper.sites.file import SiteFile
from osce_scraper.sites.layout import Layout, layout_of
from osce_scraper.sites.site import Site
from osce_scraper.vocabulary import FieldsOfWork, Menus, Offices, OwnNames, VocabularyError, fold

_BUILT_IN: Final = files("osce_scraper.sites")
_FILE: Final = "site.toml"
#: Before the path of a folder whose Python may be run.
_WITH_CODE: Final = "python:"
#: The keys of a header, those in quotation marks whole.
_PARTS: Final = re.compile(r'"[^"]*"|[^."]+')
_HEADER: Final = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")


class SiteError(ValueError):
    """A site cannot be loaded; the message names the file, the line where it can, and the right form."""


@cache
def _names() -> frozenset[str]:
    return frozenset(site_names())


def site_names() -> list[str]:
    """Names of the sites that come with the package."""
    return sorted(
        folder.name for folder in _BUILT_IN.iterdir() if folder.is_dir() and (folder / _FILE).is_file()
    )


def load_site(site: "str | Path | Site" = "osce") -> Site:
    """The site of that name, or that the folder at that path describes; a ``Site`` as it is.

    The Python modules in the folder ``layouts`` of a folder are run only where the path is written with
    ``python:`` before it. Raises ``SiteError``.
    """
    if isinstance(site, Site):
        return site
    name = str(site)
    if name in _names():
        return _load(name, name)
    path = name.removeprefix(_WITH_CODE)
    prefix = _WITH_CODE if path != name else ""
    return _load(prefix + str(Path(path).expanduser().resolve()), name)


@cache
def _load(place: str, written: str) -> Site:
    if place in _names():
        return _site(place, _BUILT_IN / place, _packaged_layouts(place))
    path = Path(place.removeprefix(_WITH_CODE))
    folder: Traversable = path
    if not (folder / _FILE).is_file():
        raise SiteError(
            f"{written!r} is no site: write one of {', '.join(site_names())}, or the path of a folder with a "
            f"{_FILE}; `osce site new NAME --url ADDRESS` makes one"
        )
    with_code = place.startswith(_WITH_CODE)
    return _site(place, folder, _layouts_in(path) if with_code else ())


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


def _layouts_in(folder: Path) -> list[Layout]:
    """The ``LAYOUT`` of each module in ``layouts`` of a site's folder anywhere on disk, which is run."""
    found = []
    for file in sorted((folder / "layouts").glob("*.py")):
        spec = spec_from_file_location(f"site_layout_{file.stem}", file)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        layout = getattr(module, "LAYOUT", None)
        if not isinstance(layout, Layout):
            raise SiteError(
                f"{file} holds no LAYOUT: write LAYOUT = Layout(name=..., order=..., evidence=...)"
            )
        found.append(layout)
    return found


def _site(place: str, folder: Traversable, modules: Sequence[Layout] = ()) -> Site:
    text, tables = _read(folder / _FILE)
    try:
        file = SiteFile.model_validate(tables)
    except ValidationError as error:
        raise SiteError(_message(folder / _FILE, text, error)) from None
    own = OwnNames(frozenset(map(fold, file.names.own)), frozenset(map(fold, file.names.endings)))
    offices = Offices.of(_entries(folder, "offices.toml", "office", ("id", "name", "kind")), own)
    fields = FieldsOfWork.of(_entries(folder, "fields_of_work.toml", "field", ("id", "name")), own)
    known = {
        host: _entries(folder, menu.known, "section", ("path", "kind", "labels"))
        for host, menu in file.menus.items()
        if menu.known is not None
    }
    layouts = [layout_of(layout, table) for layout, table in file.layouts.items()]
    return Site(place, file, offices, fields, Menus(known, offices, fields), [*layouts, *modules])


def check_site(site: Site) -> None:
    """Look at all names of ``site``, which are otherwise read when one is first looked up.

    Raises ``SiteError`` where one name is given twice, or a menu names what is not there.
    """
    issuer = site.file.site.issuer
    if issuer is not None and issuer not in site.offices:
        raise SiteError(f"site {site.name}: site.issuer {issuer!r} is no id of its offices.toml")
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


def _message(file: Traversable, text: str, error: ValidationError) -> str:
    """File, line and key of the first fault, and the right form."""
    first = error.errors(include_url=False)[0]
    path = [str(part) for part in first["loc"] if part != "[key]"]
    line = _line_of(text, path)
    where = f"{file}, line {line}" if line else str(file)
    said = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        keys = _keys_of(path[:-1])
        near = difflib.get_close_matches(path[-1], keys, n=1)
        said = (
            f"is no key here: did you mean {near[0]}?" if near else f"is no key here: write {', '.join(keys)}"
        )
    elif first["type"] == "missing":
        said = f"is missing: {_description(path)}"
    elif first["type"] == "string_pattern_mismatch":
        said = f"{first['input']!r} is not of the form {first['ctx']['pattern']}"
    return f"{where}: {'.'.join(path)} {said[:1].lower()}{said[1:]}{_others(error)}"


def _others(error: ValidationError) -> str:
    more = error.error_count() - 1
    return f" (and {more} more)" if more else ""


def _model_at(path: list[str]) -> type[BaseModel] | None:
    """The model of the table that ``path`` leads to."""
    model: type[BaseModel] | None = SiteFile
    for step in path:
        field = model.model_fields.get(step) if model is not None else None
        if field is None:
            continue  # a key of a table of tables, such as the name of a layout
        options = [field.annotation, *get_args(field.annotation)]
        model = next(
            (each for each in options if isinstance(each, type) and issubclass(each, BaseModel)), None
        )
    return model


def _keys_of(path: list[str]) -> list[str]:
    model = _model_at(path)
    return list(model.model_fields) if model is not None else []


def _description(path: list[str]) -> str:
    model = _model_at(path[:-1])
    field = model.model_fields.get(path[-1]) if model is not None else None
    return (field.description if field is not None else None) or f"write {path[-1]} = ..."


def _line_of(text: str, path: list[str]) -> int | None:
    """The line of the key that ``path`` leads to, or of its table."""
    header: list[str] = []
    best: tuple[int, int] = (0, 0)
    for number, line in enumerate(text.splitlines(), 1):
        found = _HEADER.match(line)
        if found is not None:
            header = [part.strip().strip('"') for part in _PARTS.findall(found[1])]
            here = header
        else:
            key = line.partition("=")[0].strip().strip('"')
            here = [*header, key]
        if path[: len(here)] == here and len(here) > best[0]:
            best = (len(here), number)
    return best[1] or None
