"""The page of a report: what was scraped is escaped, scripts and styles stand inside, nobody is asked."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from markupsafe import Markup

from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.report.parts import Cell, KeyFigure, Kind, Section, plural
from osce_scraper.analysis.report.tally import Row

#: Stands in the head of every report, so that one is known again.
GENERATOR: Final = "osce report"
_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Page:
    """What a report says, before it is HTML."""

    made_at: dt.datetime
    place: str
    asked: Sequence[str]
    data_as_of: str | None
    last_run: str
    alarm: bool
    """Whether a monitor is red, so that the data may be wrong."""
    key_figures: Sequence[KeyFigure]
    sections: Sequence[Section]
    newest: Sequence[Row]
    rows: Sequence[Row]
    items: int


def filled_page(page: Page) -> str:
    """The page as HTML. Raises ``MissingExtra`` when what draws it is not installed."""
    jinja = needed("jinja2", "osce report")
    scripts = [_safe_script(needed("vl_convert", "osce report").javascript_bundle()), _file("page.js")]
    environment = jinja.Environment(
        autoescape=True, undefined=jinja.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        as_json=as_json, cell=shown_cell, on_web=on_web, number=shown_number, plural=plural
    )
    specs = {
        figure.name: figure.spec
        for section in page.sections
        for figure in section.figures
        if figure.spec is not None
    }
    text: str = environment.from_string(_file("page.html.jinja")).render(
        page=page,
        Kind=Kind,
        generator=GENERATOR,
        style=Markup(_file("page.css")),  # noqa: S704  (ours, no part of it is scraped)
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        policy=_policy(scripts),
        specs=specs,
        items=packed_rows(page.rows),
    )
    return text


def _file(name: str) -> str:
    return files("osce_scraper.analysis.report").joinpath(name).read_text(encoding="utf-8")


def _safe_script(script: str) -> str:
    """``script`` without anything that would end its element."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: Sequence[str]) -> str:
    """What the browser may do: run these scripts and no others, show what is inside, ask nobody."""
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def as_json(value: Any) -> Markup:
    """``value`` as JSON that no browser takes for markup, wherever in a script element it stands."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  (escaped above)


def on_web(url: str) -> str | None:
    """``url`` where it is one that a link may lead to; others, such as javascript:, are null."""
    return url if url.lower().startswith(_WEB) else None


def shown_number(number: int | None) -> str:
    """A number as it is read; a dash for what is unknown."""
    return "–" if number is None else f"{number:,}"


def shown_cell(value: Cell, kind: Kind) -> str:
    """A cell's text."""
    if value is None:
        return "–"
    if kind is Kind.SHARE:
        assert isinstance(value, int | float)
        return _per_cent(float(value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def _per_cent(share: float) -> str:
    """A share, so that little is not told as nothing, nor nearly all as all."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def packed_rows(rows: Sequence[Row]) -> dict[str, Any]:
    """The rows of the table of items, names that repeat told once."""
    names: dict[str, int] = {}

    def place(name: str) -> int:
        return names.setdefault(name, len(names))

    packed = [
        [
            row.issued_on,
            row.id,
            row.title,
            row.url,
            place(row.kind.replace("_", " ")),
            row.language,
            [place(name) for name in row.issuers],
            [place(name) for name in row.fields],
            [place(name) for name in row.countries],
            row.total,
            row.female,
            row.male,
        ]
        for row in rows
    ]
    return {"names": list(names), "rows": packed}
