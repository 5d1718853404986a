"""One self-contained HTML page that shows where every value of a record came from."""

from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Any

from osce_scraper.facts.participants import cues_of_participants
from osce_scraper.pages.layouts import layouts_of
from osce_scraper.pages.news import Reading
from osce_scraper.records import Span


@dataclass(frozen=True, slots=True)
class _Passage:
    """A stretch of a block's text that carries a value."""

    block: int
    start: int
    end: int
    field: str
    note: str


def explanation(reading: Reading) -> str:
    """The page for ``reading``: the source's text with every value marked, next to the record.

    Everything scraped is escaped; the page loads nothing from anywhere.
    """
    style = files("osce_scraper.pages").joinpath("explain.css").read_text(encoding="utf-8")
    item, trace = reading.item, reading.trace
    evidence = (
        "".join(f"<li>{escape(text)}</li>" for text in _evidence(reading))
        or "<li>nothing: no known layout</li>"
    )
    problems = "".join(
        f"<li><strong>{escape(p.code)}</strong> {escape(p.detail or '')}</li>" for p in item.problems
    )
    return (
        f'<!doctype html>\n<html lang="{escape(item.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(item.title)} – explained</title><link rel='icon' href='data:,'>"
        f"<style>{style}</style></head><body>"
        f"<header><h1>{escape(item.title)}</h1><p>{escape(item.url)}</p>"
        f"<p>Layout <strong>{escape(trace.layout)}</strong>, because:</p><ul>{evidence}</ul>"
        + (f"<p>Problems:</p><ul class='problems'>{problems}</ul>" if problems else "<p>No problems.</p>")
        + "</header><main>"
        f"<section aria-label='Page'><h2>The page</h2>{_blocks(reading)}</section>"
        f"<section aria-label='Record'><h2>The record</h2>{_fields(reading)}</section>"
        "</main></body></html>\n"
    )


def _evidence(reading: Reading) -> list[str]:
    """All that speaks for the layout that the page was read by."""
    evidence = {layout.name: layout.evidence for layout in layouts_of(reading.document.site)}
    read = evidence.get(reading.trace.layout)
    return [] if read is None else list(read(reading.document, reading.outline))


def _passages(reading: Reading) -> list[_Passage]:
    """Every marked stretch: values that a strategy read from a block, and facts found in a paragraph."""
    blocks = reading.document.blocks
    found = []
    for mark in reading.trace.marks:
        if mark.block >= 0 and mark.value and mark.field not in ("body", "lead"):
            start = blocks[mark.block].text.find(mark.value)
            if start >= 0:
                end = start + len(mark.value)
                found.append(_Passage(mark.block, start, end, mark.field, mark.strategy))
    item = reading.item
    facts: list[tuple[str, Span]] = [("participants", group) for group in item.participants.groups]
    facts += [("quotes", quote) for quote in item.quotes]
    facts += [("funders", funder) for funder in item.funders]
    if item.project is not None:
        facts.append(("project", item.project))
    cues = cues_of_participants(item.body, language=item.language, title=item.title)
    for field, span in facts:
        why = cues.get((span.paragraph, span.start), ()) if field == "participants" else ()
        note = f"{span.evidence} ({'; '.join(why)})" if why else span.evidence
        found.append(_in_block(reading, span.paragraph, span.start, span.end, field, note))
    event = item.event
    if event is not None and event.paragraph is not None and event.text_start is not None and event.text_end:
        found.append(
            _in_block(reading, event.paragraph, event.text_start, event.text_end, "event", event.text)
        )
    if item.dateline is not None:
        for at in reading.outline.paragraph_blocks[:3]:
            if blocks[at].text.startswith(item.dateline.text):
                found.append(_Passage(at, 0, len(item.dateline.text), "dateline", "opens the paragraph"))
                break
    return found


def _in_block(reading: Reading, paragraph: int, start: int, end: int, field: str, note: str) -> _Passage:
    """A passage of a body paragraph, in its block: a dateline taken off shifts it."""
    at = reading.outline.paragraph_blocks[paragraph]
    shift = len(reading.document.blocks[at].text) - len(reading.item.body[paragraph])
    return _Passage(at, start + max(shift, 0), end + max(shift, 0), field, note)


def _blocks(reading: Reading) -> str:
    """The page's texts, those that gave nothing folded away; menus and footers are left out."""
    by_block: dict[int, list[_Passage]] = {}
    for passage in _passages(reading):
        by_block.setdefault(passage.block, []).append(passage)
    body = set(reading.outline.paragraph_blocks)
    parts: list[str] = []
    unused: list[str] = []
    for at, block in enumerate(reading.document.blocks):
        marks = [mark for mark in reading.trace.marks if mark.block == at]
        if not marks and at not in by_block and at not in body:
            unused.append(escape(block.text))
            continue
        parts.append(_folded(unused))
        unused = []
        tags = "".join(
            f"<span class='tag'>{escape(mark.field)}: {escape(mark.strategy)}</span>" for mark in marks
        )
        name = "block body" if at in body else "block"
        parts.append(f"<div class='{name}'>{tags}<p>{_marked(block.text, by_block.get(at, []))}</p></div>")
    parts.append(_folded(unused))
    return "".join(parts)


def _folded(texts: list[str]) -> str:
    """Texts that gave no value, folded away."""
    if not texts:
        return ""
    shown = " · ".join(texts)
    return f"<details><summary>{len(texts)} texts that gave no value</summary><p>{shown}</p></details>"


def _marked(text: str, passages: list[_Passage]) -> str:
    """``text`` with its passages marked; overlapping ones share the stretch they have in common."""
    edges = sorted({0, len(text), *(p.start for p in passages), *(p.end for p in passages)})
    parts = []
    for begin, end in pairwise(edges):
        piece = escape(text[begin:end])
        covering = [p for p in passages if p.start <= begin and end <= p.end]
        if covering:
            title = escape("; ".join(f"{p.field}: {p.note}" for p in covering))
            names = escape(" ".join(f"f-{p.field}" for p in covering))
            parts.append(f"<mark class='{names}' title='{title}'>{piece}</mark>")
        else:
            parts.append(piece)
    return "".join(parts)


def _fields(reading: Reading) -> str:
    """The record as a table of fields: value and the strategy that gave it."""
    strategies: dict[str, list[str]] = {}
    for mark in reading.trace.marks:
        if mark.strategy not in strategies.setdefault(mark.field, []):
            strategies[mark.field].append(mark.strategy)
    rows = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{_value(value)}</td>"
        f"<td>{escape(', '.join(strategies.get(name, [])))}</td></tr>"
        for name, value in reading.item.to_dict().items()
    )
    return (
        "<table><thead><tr><th scope='col'>Field</th><th scope='col'>Value</th>"
        f"<th scope='col'>Strategy</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _value(value: Any) -> str:
    if value is None or value == []:
        return "<span class='none'>none</span>"
    if isinstance(value, dict):
        inner = "".join(
            f"<div><span class='key'>{escape(key)}</span> {_value(each)}</div>"
            for key, each in value.items()
            if each is not None and each != []
        )
        return inner or "<span class='none'>none</span>"
    if isinstance(value, list):
        return "<ol>" + "".join(f"<li>{_value(each)}</li>" for each in value) + "</ol>"
    return escape(str(value))
