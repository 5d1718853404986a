"""Who paid: the countries and organizations that a text names as funders.

Support, organization and co-operation are no funding; money is. Crime, parties, campaigns and media that
somebody finances are left alone, and so is money that could or should be given.
"""

import re
from collections.abc import Iterator, Sequence

from osce_scraper.lang.characters import all_of_characters
from osce_scraper.records import Funder
from osce_scraper.text.donors import Donor, donor_at, donors_after, donors_before, plausible, sentence_start
from osce_scraper.text.funding_phrases import FUNDING_WORDS, Phrase, Where, funding_phrases

_MODAL = re.compile(
    r"\b(?:could|can|should|might|may|must|would|cannot|not|never|whom|be\s+better)\s+(?:also\s+|be\s+|[a-z]+ly\s+){0,3}$"
)
_CAMPAIGN = re.compile(r"\b(?:political|election|electoral|presidential)\s+campaigns?\b")
_WORD = re.compile(r"(?:[A-Z]\.){2,}(?:A\.)?|[^\s,;:()“”\"«»]+")
_QUOTED = re.compile(r"[“\"«][^“”\"«»]{0,200}[”\"»]")
_UNRELATED = frozenset(FUNDING_WORDS["unrelated"])
_LINKING = frozenset(["is", "are", "was", "were", "been", "being", "which", "that", "who", "often"])
_PROJECT = re.compile(r"\b(?:project|programme|program|initiative)s?\b", re.I)
_UNIONS = frozenset(["eu", "european union"])
_SAME = {"eu": "european union", "us": "united states", "un": "united nations"}


def find_funders(paragraphs: Sequence[str], *, language: str = "en") -> list[Funder]:
    """The countries and organizations that paid for the activity or its project, each once, in text order.

    ``paragraphs`` are the body paragraphs. English, Russian and Ukrainian words of funding are known,
    whatever ``language`` says. ``iso2`` is set for a country and for its government, ministries and
    embassies. The evidence runs from the words of funding to the funder's name (or back from it):
    ``paragraphs[funder.paragraph][funder.start:funder.end] == funder.evidence``. Raises nothing.
    """
    found: dict[str, Funder] = {}
    for index, text in enumerate(all_of_characters(paragraphs)):
        for start, end, donor in sorted(_donors(text)):
            key = donor.iso2 or _SAME.get(donor.name.lower(), donor.name.lower())
            if key not in found:
                found[key] = Funder(
                    name=donor.name,
                    iso2=donor.iso2,
                    evidence=text[start:end],
                    paragraph=index,
                    start=start,
                    end=end,
                )
    return list(found.values())


def _donors(text: str) -> Iterator[tuple[int, int, Donor]]:
    """(start, end, donor) of the evidence for every donor in one paragraph."""
    for phrase in funding_phrases(text):
        if phrase.where is Where.BEFORE:
            for donor in donors_before(text, phrase.start):
                yield donor.start, phrase.end, donor
        elif phrase.name is not None:
            yield from _inside(text, phrase, phrase.name)
        elif not _unrelated(text, phrase.start):
            if phrase.where is Where.BEHIND_PROJECT and not _of_a_project(text, phrase.start):
                continue
            for donor in donors_after(text, phrase.end):
                if _pays(phrase, donor):
                    yield phrase.start, donor.end, donor


def _pays(phrase: Phrase, donor: Donor) -> bool:
    """Whether the words are enough to make ``donor`` one who pays: States support projects with money."""
    if phrase.where is Where.BEHIND_PROJECT:
        return donor.iso2 is not None or donor.name.lower() in _UNIONS
    return phrase.where is Where.BEHIND or plausible(donor)


def _of_a_project(text: str, at: int) -> bool:
    """Whether what is supported is a project: said in the sentence before the words."""
    return _PROJECT.search(text, sentence_start(text, at), at) is not None


def _inside(text: str, phrase: Phrase, name: tuple[int, int]) -> Iterator[tuple[int, int, Donor]]:
    """The donor that stands inside the words of funding."""
    donor = donor_at(text, *name)
    if donor is None or not plausible(donor) or _follows_unrelated(text, phrase.end):
        return
    if phrase.where is Where.INSIDE or donor.iso2 is not None:
        yield phrase.start, phrase.end, donor


def _unrelated(text: str, at: int) -> bool:
    """Whether what is paid for before ``at`` is no activity of the item, or only might be paid for."""
    before = _QUOTED.sub(" ", text[sentence_start(text, at) : at])
    if _MODAL.search(before[-40:]) or _CAMPAIGN.search(before[-40:]):
        return True
    words = [word.group().lower() for word in _WORD.finditer(before[-60:])]
    content = [word for word in words if word not in _LINKING]
    return any(word in _UNRELATED for word in content[-2:])


def _follows_unrelated(text: str, at: int) -> bool:
    """Whether what follows is paid for but is not an activity; a project may be named after anything."""
    words = [word.group() for word in _WORD.finditer(text, at, min(len(text), at + 40))]
    return any(word in _UNRELATED for word in words[:2])
