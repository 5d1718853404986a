"""The verb behind a count of people that says what they did, or what was done to them."""

from osce_scraper.text.participants.lexicon import Lexicon, word_set
from osce_scraper.text.participants.tokens import Tokens

#: Tokens behind the phrase in which its verb is looked for.
_REACH = 22
_TO_BE = word_set("were was are is been be being who and remain got became become still")
_STATES = word_set("dead missing victims homeless unemployed")
#: Behind these a verb of the lists is a noun: the vote, a visit.
_BEFORE_NOUNS = word_set("the a an this its their")
#: Right behind the noun these tell of a job; farther off, of something else (how the tags work).
_EMPLOYED = word_set("work works serve serves own owns")
_NEAR = 2
#: They are behind bars, in custody, on trial.
_NOT_FREE = word_set("bars prison jail custody trial exile hospital detention arrest hiding danger")
#: Who signs or presents these takes part in nothing.
_PAPERS = word_set("letter letters petition petitions appeal appeals complaint complaints credentials")
#: Who receives these is no audience.
_RECEIVED = word_set(
    """
    threats threat sentences injuries wounds fines treatment compensation asylum citizenship votes awards
    award prizes prize medals grants donations scholarships salaries pensions wages aid benefits
    """
)
#: Words of the lists that stand for phrases: what they did is no taking part.
_NO_PART, _DETAINED, _PROTESTED, _THREATENED = "lived", "detained", "protested", "threatened"


class Predicates:
    """Finds verbs behind phrases of one text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.words = tokens.words
        self.done_to = lexicon.frames["suffered"]
        self.known = lexicon.frames["known_verbs"]
        self.activity = lexicon.frames["activity"]

    def first(self, end: int, limit: int) -> str:
        """The first verb between token ``end`` and ``limit`` that says what they did, or "" if none is known.

        A phrase is told by a verb of the same sense: "were on strike" is "protested", "held" is "were held".
        """
        words = self.words
        depth = 0
        aside = False
        for index in range(end, min(limit, end + _REACH)):
            word = words[index]
            if aside:
                aside = word != ","
            elif word == "which":
                # The seminars, the last of which was held in May: not what the people did.
                if "," not in words[index:limit]:
                    break
                aside = True
            elif word in ("whom", "them") and words[index - 1] in ("of", "among"):
                # 40 clerks, of whom 15 are newly hired, learned ...
                aside = "," in words[index:limit]
            elif word == "(":
                depth += 1
            elif word == ")":
                depth = max(depth - 1, 0)
            elif depth:
                continue
            elif word == ";":
                break
            else:
                found = self._phrase(index) or self._verb(index, end)
                if found:
                    return found
        return ""

    def _verb(self, index: int, end: int) -> str:
        word = self.words[index]
        if word not in self.known or self.words[index - 1] in _BEFORE_NOUNS:
            return ""
        if word in self.done_to and index > end and not self.passive(index):
            return ""
        return "" if word in _EMPLOYED and index - end > _NEAR else word

    def _phrase(self, index: int) -> str:
        """The sense of a phrase of which token ``index`` is a part; "" where it is part of none."""
        words = self.words
        word, before, behind = words[index], words[index - 1], words[index + 1 : index + 2]
        if word == "took":
            return "attended" if behind == ["part"] else ""
        if word == "put":
            # They put out a fire: that is their job, unless it is an exercise.
            drilled = not self.activity.isdisjoint(words[max(0, index - 12) : index + 12])
            return _PROTESTED if behind == ["out"] and not drilled else ""
        if word == "strike":
            return _PROTESTED if before == "on" else ""
        if word in _NOT_FREE:
            bound = before in ("behind", "in", "on", "under") and words[index - 2] in _TO_BE
            return _DETAINED if bound else ""
        if word == "registered":
            return _NO_PART if behind in (["with"], ["as"]) else ""
        if word == "sit":
            return _NO_PART if behind == ["on"] else ""
        if word in ("signed", "presented"):
            return "" if _PAPERS.isdisjoint(words[index + 1 : index + 4]) else _PROTESTED
        if word == "received":
            return "" if _RECEIVED.isdisjoint(words[index + 1 : index + 4]) else _THREATENED
        if word == "held" and before in ("were", "was", "are", "being"):
            return _DETAINED if words[index - 2] in ("who", "that") else word
        return ""

    def passive(self, index: int) -> bool:
        """Whether the participle at token ``index`` is done to the subject: were (later) arrested."""
        words = self.words
        return any(word in _TO_BE for word in words[max(0, index - 3) : index]) or words[index] in _STATES
