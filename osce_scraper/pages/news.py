"""The page object of a news item: one page in, one record out, with what was doubtful."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osce_scraper import __version__
from osce_scraper.pages.address import identity_and_address
from osce_scraper.pages.article import read_outline
from osce_scraper.pages.document import LONGEST_PAGE, Document
from osce_scraper.pages.fields import FIELDS
from osce_scraper.pages.language import choose, decide, text_language
from osce_scraper.pages.layouts import missed_landmarks, recognise
from osce_scraper.pages.other_pages import reason_against
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.page_bytes import page_bytes
from osce_scraper.pages.refusal import NotANewsPage
from osce_scraper.pages.strategy import Context, read_fields
from osce_scraper.pages.trace import Trace
from osce_scraper.records import NewsItem, Problem, Source, Teaser
from osce_scraper.sites import Identity, Site, load_site


@dataclass(slots=True)
class Reading:
    """A record and how it was read."""

    item: NewsItem
    trace: Trace
    document: Document
    outline: Outline


def extract_news(
    html: bytes | str,
    url: str,
    *,
    hints: Teaser | None = None,
    site: Site | Path | str = "osce",
    plain: bool | None = None,
) -> NewsItem:
    """The record of one news page.

    ``html`` is the page as it came (bytes or text), or its plain text; ``url`` the address it came from;
    ``hints`` the teaser that led to it, for what the page itself does not say; ``site`` a site, its name, or
    the path of its folder; ``plain`` says whether the page is plain text (None finds it out).
    Raises ``NotANewsPage`` with the reason when it has no identity, no title or no body.
    """
    return read_news(html, url, hints=hints, site=site, plain=plain).item


def read_news(
    html: bytes | str,
    url: str,
    *,
    site: Site | Path | str = "osce",
    hints: Teaser | None = None,
    plain: bool | None = None,
) -> Reading:
    """Like ``extract_news``, together with the trace of which strategy gave each field."""
    if isinstance(html, bytes):
        html = page_bytes(html, url, LONGEST_PAGE)
    site = load_site(site)
    document = Document(html, url, site, plain=plain)
    identity, address = identity_and_address(document)
    if identity is None:
        raise NotANewsPage("no_identity", field="id", text=url, url=url)
    trace = Trace(address)
    problems: list[Problem] = []
    stated = site.language_of(address)
    guess = site.languages_of(stated)[0] if stated else document.declared_language or "en"
    result = read_outline(document, language=guess)
    _refuse(document, result, address)
    assert result.title is not None
    said = choose(site.languages_of(stated), result.paragraphs) if stated else None
    language, problem = decide(said, document.declared_language, text_language(result.paragraphs))
    strange = site.unknown_prefix(address)
    if strange is not None:
        detail = f"the prefix /{strange}/ of the address is not a language known here"
        problems.append(Problem(code="language_prefix_unknown", field="language", detail=detail))
    if problem is not None:
        problems.append(problem)
    if language != guess:
        result = read_outline(document, language=language)
        _refuse(document, result, address)
        assert result.title is not None
    if (lost := _incomplete(document, result)) is not None:
        problems.append(lost)
    layout = recognise(document, result)
    trace.layout = layout.name
    trace.misses.extend(missed_landmarks(document, layout))
    if layout.name == "unknown":
        problems.append(
            Problem(code="layout_unknown", field="source", detail="no known layout fits the page")
        )
    if document.charset_contradicted:
        problems.append(
            Problem(code="charset_contradicted", field="body", detail=f"read as {document.encoding}")
        )
    page = Context(document, result, layout, identity, address, language, hints)
    values, doubts = read_fields(FIELDS, page, trace)
    item = NewsItem(
        id=_id(identity, language),
        story_id=identity.number,
        url=address,
        language=language,
        problems=[*problems, *doubts],
        source=Source(layout=layout.name, extractor_version=__version__),
        **values,
    )
    return Reading(item, trace, document, result)


def _id(identity: Identity, language: str) -> str:
    """Number and language; a two-letter prefix of the address stays, so that no two versions share an id."""
    kept = len(identity.language) == 2 and identity.language != "en"
    return identity.id if kept else f"{identity.number}-{language}"


def _refuse(document: Document, result: Outline, address: str) -> None:
    """Raise ``NotANewsPage`` for a page without title or body, or one that is of another kind."""
    if result.title is None or not result.title.text:
        text = document.blocks[0].text if document.blocks else None
        raise NotANewsPage("no_title", field="title", text=text, url=address)
    against = reason_against(document, result)
    if against is not None:
        reason, text = against
        raise NotANewsPage(
            reason, field="title" if text == result.title.text else "body", text=text, url=address
        )
    if not result.paragraphs:
        raise NotANewsPage("no_body", field="body", text=result.title.text, url=address)


#: The part of an article's text from which on it says that some may be missing.
_LOST = 0.2
#: Characters of a text that is more than a line beside the article.
_LEAST_LOST = 80


def _has_text(node: Mapping[str, Any]) -> bool:
    return isinstance(node.get("articleBody"), str)


def _incomplete(document: Document, result: Outline) -> Problem | None:
    """The problem of a body that lacks a fifth of the text that its element holds."""
    left_out = [document.blocks[at].text for at in result.left_out]
    lost, kept = (sum(map(len, texts)) for texts in (left_out, result.paragraphs))
    stated = max((len(node["articleBody"]) for node in document.json_ld if _has_text(node)), default=0)
    if kept < (1 - _LOST) * stated and lost < stated - kept:
        detail = f"the page's JSON-LD has a text of {stated} characters, the body has {kept}"
        return Problem(code="body_incomplete", field="body", detail=detail)
    if lost < max(_LEAST_LOST, _LOST * (kept + lost)):
        return None
    part = round(100 * lost / (kept + lost))
    detail = f"{part} % of the text left out, in {len(left_out)} paragraphs: {' | '.join(left_out)[:400]}"
    return Problem(code="body_incomplete", field="body", detail=detail)
