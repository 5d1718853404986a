"""What the grammar knows of a count while it reads: plain data, turned into records at the end."""

from dataclasses import dataclass, field

from osce_scraper.records import Qualifier
from osce_scraper.text.participants.lexicon import Kind


@dataclass(slots=True)
class Mention:
    """A number in the token list: ``start`` to ``end`` (exclusive) are its tokens.

    ``shape`` is ``count``, ``range``, ``percent``, ``share``, ``member`` (nine-member, 22-strong) or ``dead``
    (dates, articles, durations). ``share`` holds per cent.
    """

    start: int
    end: int
    value: int
    shape: str = "count"
    high: int = 0
    share: float = 0.0


@dataclass(slots=True)
class NounPhrase:
    """The people behind a number: token range, head, and the sex that the words state for all of them."""

    start: int
    head: int
    end: int
    lemma: str
    kind: Kind
    sex: str | None = None
    mixed: bool = False
    unfit: bool = False


@dataclass(slots=True)
class Draft:
    """A group in the making; ``start`` to ``end`` (exclusive) are the tokens that carry it."""

    start: int
    end: int
    sentence: int
    total: int | None = None
    parts: dict[str, int] = field(default_factory=dict)
    percent: float | None = None
    range: tuple[int, int] | None = None
    qualifier: Qualifier = Qualifier.EXACT
    cumulative: bool = False
    planned: bool = False
    subset: bool = False
    accepted: bool = True
    noun: NounPhrase | None = None
    number: int = 0
    after: int = 0
    elided: bool = False
    who: str | None = None
    definite: bool = False
    each: bool = False
    another: bool = False
    """The sentence says that the count is that of another event."""
    collective: bool = False
    """A group, class or team of people."""
    ruled_out: bool = False
    """The sentence says something else of them: killed, employed, seen."""
    lacking: bool = False
    """Left out only because no word says that they took part."""


@dataclass(slots=True)
class Part:
    """A number of women, men, girls or boys, or a share of women, before it has found its group."""

    start: int
    end: int
    sentence: int
    sex: str
    value: int | None = None
    percent: float | None = None
    anaphoric: bool = False
    noun: NounPhrase | None = None
    qualifier: Qualifier = Qualifier.EXACT
    number: int = 0
    weak: bool = False
    target: int | None = None
    """Total of the group that the words name themselves: 27 of the 60 were women."""
