"""Sources of addresses: how one answers, what may go wrong, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from osce_scraper.store import Validators


@dataclass(frozen=True, slots=True)
class Answer:
    """How a source answered: its final address, status, body and validators."""

    url: str
    status: int
    body: bytes
    etag: str | None = None
    last_modified: str | None = None


#: Statuses by which a server says that it will not let somebody in.
REFUSING: Final = frozenset((401, 403, 407, 451))


class NoAnswerError(Exception):
    """A source could not be asked: refused connection, no such host, forbidden by robots.txt."""


class RefusedClientError(NoAnswerError):
    """The server answers, and will not let this client in."""


class UnreachableError(NoAnswerError):
    """The server can't be reached, so that there is no use in asking for another source."""


#: Asks for an address, with the validators of a conditional request or ``None``; raises ``NoAnswerError``.
Ask = Callable[[str, Validators | None], Awaitable[Answer]]


class SourceOutcome(StrEnum):
    """What came of a source."""

    WALKED = "walked"
    CAUGHT_UP = "caught_up"
    UNCHANGED = "unchanged"
    #: Left before its end, because enough was found or the rest is too old.
    CUT = "cut"
    #: Leads to a source that was walked already.
    DUPLICATE = "duplicate"
    #: Answered, and showed no item: its layout may have changed.
    EMPTY = "empty"
    ABSENT = "absent"
    #: Asked some days ago, and need not be asked every day.
    LEFT_ALONE = "left_alone"
    FAILED = "failed"
    UNREACHABLE = "unreachable"

    @property
    def answered(self) -> bool:
        """Whether the source gave what it has to give."""
        return self in (self.WALKED, self.CAUGHT_UP, self.UNCHANGED, self.CUT, self.DUPLICATE)


def refused_client(base_url: str, said: str) -> str:
    """What to tell when a site lets this client in nowhere; ``said`` is what it answers."""
    return (
        f"{base_url} refuses this client ({said}). The network works; the site may block programs or this "
        "machine's address. Open it in a browser from here, and ask the site when a person is let in"
    )


def name_of(source: str) -> str:
    """What a source is called among the numbers: its path."""
    return urlsplit(source).path.strip("/") or "/"


def check(answer: Answer) -> None:
    if answer.status != 200:
        kind = RefusedClientError if answer.status in REFUSING else NoAnswerError
        raise kind(f"{answer.url} answers {answer.status}")


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()
