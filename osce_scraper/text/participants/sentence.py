"""One English sentence while it is read: its tokens, its counts so far, and those before it."""

from bisect import bisect_left

from osce_scraper.text.participants.acceptance import Acceptance
from osce_scraper.text.participants.draft import Draft, NounPhrase
from osce_scraper.text.participants.lexicon import Lexicon
from osce_scraper.text.participants.nouns import noun_phrase
from osce_scraper.text.participants.tokens import Tokens


class Sentence:
    """The tokens ``start`` to ``end`` (exclusive) of a text.

    ``number`` counts the sentences; ``drafts`` are the counts of this one, ``earlier`` those of the sentences
    before, both in their order and with the rejected ones.
    """

    __slots__ = (
        "_breaks",
        "_nouns",
        "acceptance",
        "drafts",
        "earlier",
        "end",
        "lexicon",
        "number",
        "start",
        "tokens",
        "words",
    )

    def __init__(
        self, tokens: Tokens, acceptance: Acceptance, number: int, start: int, end: int, earlier: list[Draft]
    ) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.acceptance = acceptance
        self.lexicon: Lexicon = acceptance.lexicon
        self.number = number
        self.start = start
        self.end = end
        self.drafts: list[Draft] = []
        self.earlier = earlier
        self._breaks: list[int] | None = None
        self._nouns: dict[int, NounPhrase | None] = {}

    def word(self, index: int) -> str:
        """The word at token ``index``; "" outside the sentence."""
        return self.words[index] if self.start <= index < self.end else ""

    def noun_phrase(self, start: int) -> NounPhrase | None:
        """The noun phrase of persons that begins at token ``start``, or None; each is read once."""
        if start not in self._nouns:
            self._nouns[start] = noun_phrase(self.tokens, self.lexicon, start, self.end)
        return self._nouns[start]

    def clause(self, index: int) -> tuple[int, int]:
        """The part of the sentence between semicolons that holds token ``index``."""
        if self._breaks is None:
            self._breaks = [at for at in range(self.start, self.end) if self.words[at] == ";"]
        breaks = self._breaks
        behind = bisect_left(breaks, index)
        first = breaks[behind - 1] + 1 if behind else self.start
        return first, breaks[behind] if behind < len(breaks) else self.end

    def phrase_start(self, head: int) -> int:
        """The first token of the noun phrase that ends at ``head``: its modifiers are taken in."""
        words, verbs = self.words, self.acceptance.verbs
        first = head
        while first > self.start and first > head - 4:
            before = words[first - 1]
            if not before[0].isalpha() or before in self.lexicon.stop or before in verbs:
                break
            first -= 1
        return first

    def previous(self) -> Draft | None:
        """The count before, in this sentence."""
        return self.drafts[-1] if self.drafts else None
