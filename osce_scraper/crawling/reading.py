"""One page is read: its record or why there is none, with what the run counts of it.

Run as a program (``python -m osce_scraper.crawling.reading``) it reads page after page from its standard
input, for :class:`osce_scraper.crawling.reader.SeparateReader`: no pickles, only lengths, JSON and the body.
"""

import os
import signal
import sys
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from osce_scraper.archive.content import Unreadable, read_body
from osce_scraper.pages.tables import load_tables
from osce_scraper.records import NewsItem, Teaser
from osce_scraper.sites import load_site

#: Bytes of a length that goes before a part.
LENGTH: Final = 4
#: What the process says when it can read pages, before any answer.
READY: Final = b"ready"


class Page(BaseModel):
    """A page to be read, but for its body; ``hints`` is the teaser that led to it, ``site`` its place."""

    model_config = ConfigDict(extra="forbid")

    url: str
    site: str = "osce"
    content_type: str | None = None
    hints: Teaser | None = None


class PageRead(BaseModel):
    """What reading came to: a record, without the fetch in its source, or why there is none.

    ``strategies`` are pairs of a field and what gave it; ``missed`` names the selectors that found too
    little, and ``misses`` are lines of the log about them.
    """

    item: NewsItem | None = None
    unreadable: Unreadable | None = None
    strategies: list[tuple[str, str]] = []
    missed: list[str] = []
    misses: list[str] = []

    @classmethod
    def refused(cls, reason: str) -> Self:
        """A page that gives no record."""
        return cls(unreadable=Unreadable(reason))


def read_page(page: Page, body: bytes) -> PageRead:
    """The record of ``page``, or why there is none."""
    reading = read_body(page.content_type, body, page.url, page.hints, site=load_site(page.site))
    if isinstance(reading, Unreadable):
        return PageRead(unreadable=reading)
    trace = reading.trace
    misses = [
        f"{miss.url}: {miss.expression!r} was to find {miss.expected} of {miss.field}, found {miss.found}"
        for miss in trace.misses
    ]
    # Made by the models themselves a moment ago: there is nothing to check again.
    return PageRead.model_construct(
        item=reading.item,
        strategies=sorted({(mark.field, mark.strategy) for mark in trace.marks}),
        missed=[f"{miss.layout}/{miss.field}/{miss.expression}" for miss in trace.misses],
        misses=misses,
    )


def framed(*parts: bytes) -> bytes:
    """The parts one after the other, each behind its length."""
    return b"".join(piece for part in parts for piece in (len(part).to_bytes(LENGTH, "big"), part))


def main() -> None:
    """Read pages from standard input until it ends, and answer each on standard output, in their order.

    It says ``READY`` first. A page is two parts, its facts as JSON and its body; an answer is one, the word
    ``read`` or ``error`` in front: what was read as JSON, or the fault of this program in words.
    """
    # Whoever started this process ends it by closing its input, also when all are asked to stop at once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # Nothing that a library prints may get between the answers.
    os.dup2(2, 1)
    load_tables()
    answers.write(READY)
    answers.flush()
    while (facts := _part()) is not None:
        body = _part()
        if body is None:
            return
        try:
            answer = b"read " + read_page(Page.model_validate_json(facts), body).model_dump_json().encode()
        except Exception as error:  # noqa: BLE001 - told to the crawl, which raises it there
            answer = f"error {type(error).__name__}: {error}".encode("utf-8", "replace")
        answers.write(framed(answer))
        answers.flush()


def _part() -> bytes | None:
    length = sys.stdin.buffer.read(LENGTH)
    if len(length) < LENGTH:
        return None
    size = int.from_bytes(length, "big")
    part = sys.stdin.buffer.read(size)
    return part if len(part) == size else None


if __name__ == "__main__":
    main()
