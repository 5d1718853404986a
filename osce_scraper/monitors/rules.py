"""The rules over shares: what each counts and says, and what to look at. Bounds: ``bounds.toml``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from osce_scraper.monitors import counting
from osce_scraper.monitors.bounds import Bounds, ShareBounds
from osce_scraper.monitors.counting import Count, Seen
from osce_scraper.monitors.facts import RunFacts, Window
from osce_scraper.monitors.results import BUILT_IN, RANK, per_cent, result
from osce_scraper.monitors.statistics import chance_of
from osce_scraper.records import MonitorResult, MonitorStatus

#: Yellow takes a difference half as large as red.
_YELLOW_PART: Final = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """A share that is watched. ``{seen}`` in ``message`` is "3 of 20 pages ..."."""

    name: str
    count: Count
    message: str
    look_at: str
    pooled: bool = True
    """Whether nights are looked at together, too."""
    edits: bool = False
    """Whether editors cause some of it: on single nights, so that less is usual over several."""


_COMPARE: Final = (
    "open one of the pages and compare it with the published record; a change of the site's own is "
    "accepted with osce batch accept"
)
_EXPLAIN: Final = "osce extract URL --explain on one of them: has a label or the markup changed?"


def _changed(field: str) -> Rule:
    return Rule(
        f"change/{field}",
        counting.changed(field),
        f"{{seen}} have another {field} than before",
        _COMPARE,
        edits=True,
    )


def _missing(field: str) -> Rule:
    return Rule(f"fill/{field}", counting.missing(field), f"{{seen}} have no {field}", _EXPLAIN)


def _first(field: str) -> Rule:
    return Rule(
        f"first/{field}",
        # That dates and offices are missing is usual for some layouts; text is not.
        counting.first_missing(field, by_layout=field == "text"),
        f"{{seen}} have no {field}",
        _EXPLAIN,
        pooled=False,
    )


RULES: Final = (
    Rule(
        "gone",
        counting.of_numbers(
            "items",
            lambda run: run.gone + run.withdrawn - run.again.gone,
            lambda run: run.fetched + run.not_modified,
        ),
        "{seen} answer 404 or 410",
        "open one of them in a browser (osce status names them); is the site in trouble, or moving?",
    ),
    Rule(
        "failures",
        counting.of_numbers(
            "items", lambda run: run.failed - run.again.failed, lambda run: run.fetched + run.not_modified
        ),
        "{seen} could not be fetched",
        "open one of them in a browser (osce status names them); is the site in trouble?",
    ),
    Rule(
        "quarantine",
        counting.of_numbers(
            "pages", lambda run: run.quarantined - run.again.quarantined, lambda run: run.read
        ),
        "{seen} were refused",
        "osce quarantine list; after a fix: osce quarantine retry --all",
    ),
    *(
        _changed(field)
        for field in (
            "title", "text", "lead", "issued_on", "language", "type", "issuers", "fields_of_work",
            "participants", "countries", "quotes", "event", "dateline", "funders",
        )
    ),
    Rule(
        "change/announced",
        counting.in_groups(
            counting.is_reread, lambda seen: bool(seen.announced), lambda _: ("known pages",)
        ),
        "{seen} have another title or date than before, and their listing says the same",
        _COMPARE,
    ),
    Rule(
        "change/lost",
        counting.in_groups(
            counting.is_reread,
            lambda seen: bool({"issued_on", "issuers", "fields_of_work", "text", "lead"} & set(seen.lost)),
            lambda seen: (f"known pages, {group}" for group in counting.by_shape(seen)),
        ),
        "{seen} lost a field that they had",
        _COMPARE,
        edits=True,
    ),
    Rule(
        "change/same_paragraph",
        counting.added_paragraph,
        "{seen} gained the same paragraph",
        "read the end and the beginning of their texts: is it a notice that is no part of the article?",
    ),
    Rule(
        "teaser/date",
        counting.in_groups(
            lambda seen: "date" in seen.agrees, lambda seen: not seen.agrees["date"], lambda _: ("pages",)
        ),
        "{seen} have another date than their listing shows",
        "open the listing and the page: which of the two is right?",
    ),
    Rule(
        "teaser/title",
        counting.in_groups(
            lambda seen: "title" in seen.agrees, lambda seen: not seen.agrees["title"], lambda _: ("pages",)
        ),
        "{seen} have another title than their listing shows",
        "open the listing and the page: which of the two is right?",
    ),
    *(
        Rule(
            f"new/{name}",
            counting.same_value(counting.value(field), always=True),
            f"{{seen}} have the same {name}",
            _EXPLAIN,
        )
        for name, field in (("title", "title"), ("text", "body"))
    ),
    Rule(
        "new/paragraph",
        counting.same_value(lambda seen: seen.paragraphs),
        "{seen} have the same paragraph",
        "read it: is it a notice that is no part of the article?",
    ),
    Rule(
        "new/issuers",
        counting.same_value(counting.value("issuers"), diverse=True),
        "{seen} from several sections name the same office",
        _EXPLAIN,
    ),
    Rule(
        "new/fields_of_work",
        counting.same_value(counting.value("fields_of_work"), diverse=True),
        "{seen} from several sections have the same field of work",
        _EXPLAIN,
    ),
    Rule("new/people", counting.same_value(counting.people), "{seen} state the same counts", _EXPLAIN),
    Rule("new/date", counting.same_old_day, "{seen} have the same date of long ago", _EXPLAIN),
    Rule(
        "new/short",
        counting.unusual_length(short=True),
        "{seen} have a shorter text than almost all before",
        "open one of them: is its text whole?",
    ),
    Rule(
        "new/long",
        counting.unusual_length(short=False),
        "{seen} have a longer text than almost all before",
        "open one of them: what is not the article?",
    ),
    Rule(
        "new/no_counts",
        counting.among_new("new pages", lambda _: True, lambda seen: "participants" not in seen.filled),
        "{seen} have no counts of people",
        "are these items of another kind than usual?",
    ),
    Rule(
        "new/counts",
        counting.among_new("new pages", lambda _: True, lambda seen: "participants" in seen.filled),
        "{seen} have counts of people",
        "read some: are these counts of the item's own people?",
    ),
    Rule(
        "new/no_split",
        counting.among_new(
            "new pages with counts", lambda seen: "participants" in seen.filled, lambda seen: not seen.people
        ),
        "{seen} do not say how many are women and men",
        "read some: is a part of the text missing?",
    ),
    Rule(
        "new/women",
        counting.among_new(
            "new pages with women and men",
            lambda seen: bool(seen.people),
            lambda seen: seen.people[0] > seen.people[1],
        ),
        "{seen} have more women than men",
        "read some: are the counts exchanged?",
    ),
    Rule(
        "new/men",
        counting.among_new(
            "new pages with women and men",
            lambda seen: bool(seen.people),
            lambda seen: seen.people[0] < seen.people[1],
        ),
        "{seen} have more men than women",
        "read some: are the counts exchanged?",
    ),
    Rule(
        "layouts",
        counting.rare_layout,
        "{seen} have a layout that new pages do not have",
        "open one of them: if the site has a new layout, add a module for it (docs/contributing.md)",
    ),
    *(
        _missing(field)
        for field in ("text", "issued_on", "issuers", "fields_of_work", "lead")
    ),
    *(_first(field) for field in ("text", "issued_on", "issuers")),
    Rule("problems", counting.problems, "{seen}", _EXPLAIN),
    Rule(
        "undated",
        counting.in_groups(
            lambda _: True,
            lambda seen: seen.strategies.get("issued_on") == "teaser",
            lambda _: ("pages",),
            learned=True,
        ),
        "{seen} do not say when they were issued, only their listing does",
        _EXPLAIN,
    ),
    Rule(
        "strategies",
        counting.strategies,
        "{seen}",
        "a fallback took over or a layout grew: open a page with osce extract URL --explain",
    ),
    Rule(
        "duplicates",
        counting.in_groups(lambda _: True, lambda seen: seen.duplicate, lambda _: ("pages",)),
        "{seen} say what another one says",
        "does the site answer every address with the same page? Compare two of the newest items",
    ),
    Rule(
        "participants",
        counting.in_groups(
            lambda seen: seen.people_named,
            lambda seen: "participants" not in seen.filled,
            lambda _: ("texts that name a number of people",),
        ),
        "{seen} gave no count",
        "read one of them with osce extract URL --explain; then osce evaluate --errors",
    ),
    Rule(
        "unknown_names",
        counting.unknown_names,
        "{seen}: so many different names are unknown",
        "osce status --unknown lists the names, ready to paste into the vocabulary",
    ),
)  # fmt: skip


def judge_rule(rule: Rule, facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """The worst that a rule finds, tonight and over the nights that are looked at together."""
    limits = bounds.shares[rule.name]
    found = max(
        _judged(rule, facts, bounds),
        key=lambda one: (RANK[one[0]], one[1].trials > 0, one[1].hits),
        default=None,
    )
    if found is None or not found[1].trials:
        return result(rule.name, MonitorStatus.GREEN, "nothing to judge by")
    status, seen, nights = found
    together = f", {nights} nights together" if nights > 1 else ""
    pages = f" ({', '.join(seen.pages)})" if seen.pages and status is not MonitorStatus.GREEN else ""
    words = f"{seen.hits} of {seen.trials} {seen.where}{together}"
    origin = BUILT_IN
    if seen.trials_before:
        origin = f"{seen.hits_before} of {seen.trials_before} before ({per_cent(seen.share_before)})"
    return result(
        rule.name,
        status,
        rule.message.format(seen=words) + pages,
        value=seen.share,
        bound=max(limits.usual, seen.share_before),
        origin=origin,
        look_at=rule.look_at,
    )


def _judged(rule: Rule, facts: RunFacts, bounds: Bounds) -> Iterator[tuple[MonitorStatus, Seen, int]]:
    for window in facts.windows(bounds.learning.windows if rule.pooled else (1,)):
        limits = bounds.shares[rule.name]
        # Of what editors do on one night, a third over seven: but only where it was not all tonight's.
        part = 1 / (1 + (len(window.now) - 1) / 3)
        without_tonight = rule.count(Window(window.now[1:], window.before)) if rule.edits and part < 1 else ()
        lasting = {
            seen.where for seen in without_tonight if seen.share >= part * (limits.usual + limits.difference)
        }
        for seen in rule.count(window):
            status = _status(seen, limits, bounds, part if seen.where in lasting else 1.0)
            yield status, seen, len(window.now)


def _status(seen: Seen, limits: ShareBounds, bounds: Bounds, part: float) -> MonitorStatus:
    """``part`` of the usual share, and of the difference that matters."""
    if seen.hits < limits.least:
        return MonitorStatus.GREEN
    usual, difference = part * limits.usual, part * limits.difference
    chance = chance_of(seen.hits, seen.trials, seen.hits_before, seen.trials_before, usual)
    chance = min(chance * seen.choices, 1.0)
    distance = seen.share - max(usual, seen.share_before)
    learning = bounds.learning
    if limits.red and chance < learning.certainty_red and distance >= difference:
        return MonitorStatus.RED
    if chance < learning.certainty_yellow and distance >= _YELLOW_PART * difference:
        return MonitorStatus.YELLOW
    return MonitorStatus.GREEN
