"""What monitors need of a record: its fields, its teaser, and how it differs from the accepted one."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from osce_scraper.facts.participants import covers
from osce_scraper.records import IssuedOnSource, ItemType, NewsItem, Teaser
from osce_scraper.stats import Observation, digest
from osce_scraper.store import Store
from osce_scraper.vocabulary import unknown_names

#: Kinds of item that report activities with participants.
_WITH_PEOPLE: Final = frozenset((ItemType.NEWS_ITEM, ItemType.PRESS_RELEASE))
#: A plain sign that a text counts people, made without the grammar of participants: it is their witness.
#: It need not be right, for what is judged is how often it and the grammar agree, compared with before.
#: Numbers in words are left to the grammar: looking for them takes ten times as long.
_PEOPLE: Final = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[, \u00a0]\d{3})?(?: [\w-]+){0,3} (?:people|persons|women|men|girls|boys|children|"
    r"youth|students|pupils|officers|officials|police|judges|members|guards|staff|experts|parents|mayors|"
    r"[a-z]{3,}(?:ers|ors|ists|ants|ents|ians|ees|tives)|"
    r"(?:участник|представител|сотрудник|журналист|студент|женщин|мужчин|человек|судь|прокурор|слушател|офицер|"
    r"эксперт|учител)\w*)\b"
)
#: A shorter line is no paragraph: a signature, a place, a heading.
_SHORTEST_PARAGRAPH: Final = 40
_MOST_PARAGRAPHS: Final = 40
_SIGNS: Final = str.maketrans({**dict.fromkeys("‘’‚‛“”„«»‹›´`\"'"), **dict.fromkeys("‐‑‒–—―−", "-")})


def normalised(text: str) -> str:
    """Text for comparison: without case, quotation marks and the differences of dashes and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SIGNS).casefold().split())


def _names(values: list[Any]) -> list[str]:
    return sorted(value.id or normalised(value.name) for value in values)


def _headline(item: NewsItem) -> tuple[int | None, ...]:
    people = item.participants
    return people.total, people.women, people.men, people.girls, people.boys, len(people.groups)


#: The fields that are compared, each with what counts of its value; empty or ``None``: there is none.
COMPARED: Final[Mapping[str, Callable[[NewsItem], Any]]] = {
    "title": lambda item: normalised(item.title),
    "language": lambda item: item.language,
    "type": lambda item: item.type.value,
    "issued_on": lambda item: item.issued_on,
    "issuers": lambda item: _names(item.issuers),
    "fields_of_work": lambda item: _names(item.fields_of_work),
    "lead": lambda item: item.lead and normalised(item.lead),
    "text": lambda item: [normalised(paragraph) for paragraph in item.body[1:]],
    "countries": lambda item: sorted(country.iso2 or country.name for country in item.countries),
    "participants": lambda item: _headline(item) if item.participants.groups else None,
    "quotes": lambda item: [normalised(quote.text) for quote in item.quotes],
    "event": lambda item: item.event and (item.event.start, item.event.end),
    "dateline": lambda item: item.dateline and normalised(item.dateline.text),
    "funders": lambda item: sorted(normalised(funder.name) for funder in item.funders),
}

#: What a page says of itself beside its text.
_FACTS: Final = ("issued_on", "issuers", "fields_of_work")
#: Fields that teasers show, by what ``Observation.agrees`` calls them.
_SHOWN_AS: Final = {"title": "title", "issued_on": "date"}


class Observer:
    """Observes the records of one run. ``store`` holds the accepted ones."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: set[int] = set()
        self._ids_by_title: dict[int, str] | None = None

    def observe(
        self, item: NewsItem, reason: str, teaser: Teaser | None, strategies: Mapping[str, str]
    ) -> Observation:
        """What is to be known of a record before it is kept; ``reason`` says why its page was fetched."""
        values = {name: value(item) for name, value in COMPARED.items()}
        filled = [name for name, value in values.items() if value]
        paragraphs = _paragraphs(item)
        seen = Observation(
            id=item.id,
            reason=reason,
            layout=item.source.layout,
            language=item.language,
            type=item.type.value,
            section=urlsplit(item.url).path.rpartition("/")[0].rpartition("/")[2],
            issued_on=item.issued_on,
            filled=filled,
            values={
                name: digest(str(values[name]))
                for name in ("title", "lead", "issuers", "fields_of_work")
                if values[name]
            }
            | {"body": digest(normalised(" ".join(item.body)))},
            paragraphs=paragraphs,
            length=sum(map(len, item.body)),
            people=_people(item),
            agrees=_agrees(item, teaser),
            problems=sorted({problem.code for problem in item.problems}),
            strategies=dict(strategies),
            unknown=sorted({digest(unknown.name) for unknown in unknown_names(item)}),
            duplicate=self._was_told(item),
            people_named=item.type in _WITH_PEOPLE
            and covers(item.language)
            and any(map(_PEOPLE.search, item.body)),
        )
        accepted = None if reason == "new" else self._store.accepted(item.id)
        if accepted is not None and accepted.source.extractor_version == item.source.extractor_version:
            _compare(seen, values, paragraphs, item, accepted)
        return seen

    def _was_told(self, item: NewsItem) -> bool:
        """Whether another item says the same, one of this run or one kept by an earlier one.

        A site that answers every address with the same page, or shows its stories under new addresses, fills
        the data with texts that are there already.
        """
        said = hash((item.title, *item.body))
        if said in self._texts:
            return True
        self._texts.add(said)
        if self._ids_by_title is None:
            # Hashes, since the titles of all items would take more memory than all else.
            self._ids_by_title = {hash(title): identity for identity, title in self._store.titles()}
        identity = self._ids_by_title.get(hash(item.title))
        if identity is None or identity == item.id:
            return False
        return self._store.body_of(identity) == item.body


def _paragraphs(item: NewsItem) -> list[str]:
    several = [
        digest(text) for paragraph in item.body if len(text := normalised(paragraph)) >= _SHORTEST_PARAGRAPH
    ]
    return several[: _MOST_PARAGRAPHS // 2] + several[_MOST_PARAGRAPHS // 2 :][-_MOST_PARAGRAPHS // 2 :]


def _people(item: NewsItem) -> list[int]:
    women, men = item.participants.women, item.participants.men
    return [] if women is None or men is None else [women, men]


def _agrees(item: NewsItem, teaser: Teaser | None) -> dict[str, bool]:
    """Whether the page says what the listing said of it."""
    said: dict[str, bool] = {}
    if teaser is None:
        return said
    if teaser.issued_on and item.issued_on and item.issued_on_source is not IssuedOnSource.TEASER:
        said["date"] = teaser.issued_on == item.issued_on
    if teaser.title:
        whole, shown = normalised(item.title), normalised(teaser.title)
        cut = shown.rstrip(".… ")
        said["title"] = whole == shown or (cut != shown and whole.startswith(cut))
    return said


def _compare(
    seen: Observation, values: Mapping[str, Any], paragraphs: list[str], item: NewsItem, accepted: NewsItem
) -> None:
    seen.compared = True
    before = {name: value(accepted) for name, value in COMPARED.items()}
    differing = [name for name in COMPARED if values[name] != before[name]]
    seen.announced = [name for name in differing if seen.agrees.get(_SHOWN_AS.get(name, ""))]
    if item.issued_on and accepted.issued_on and item.issued_on < accepted.issued_on:
        # What is published again has a later date; an earlier one nobody announces.
        seen.announced = [name for name in seen.announced if name != "issued_on"]
    seen.changed = [name for name in differing if name not in seen.announced]
    seen.lost = [name for name in differing if before[name] and not values[name]]
    for name, now_named, then_named in (
        ("issuers", item.issuers, accepted.issuers),
        ("fields_of_work", item.fields_of_work, accepted.fields_of_work),
    ):
        now, then = {one.name for one in now_named}, {one.name for one in then_named}
        if len(now - then) == len(then - now) == 1:
            seen.swaps[name] = digest(f"{min(then - now)} -> {min(now - then)}")
    known = set(_paragraphs(accepted))
    seen.added = [paragraph for paragraph in paragraphs if paragraph not in known]
    facts = {name for name in _FACTS if before[name]}
    gone = set(seen.lost)
    if item.issued_on_source is IssuedOnSource.TEASER:
        # The page itself says no date.
        gone.add("issued_on")
    seen.collapsed = (
        len(facts) > 1 and facts <= gone and "title" in seen.changed and not known.intersection(paragraphs)
    )
