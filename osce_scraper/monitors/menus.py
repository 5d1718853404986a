"""Monitor of the menus: whether they lost entries, against the known menu and against earlier runs."""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Final

from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import result
from osce_scraper.records import MonitorResult, MonitorStatus

#: Entries directly below each entry: ``menu_below/<site>/<menu>/<path>``.
_BELOW: Final = "menu_below/"
_LOOK: Final = "open the site: has the menu a new shape? docs/vocabulary.md says where its entries are kept"


def menus(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether the menus lost entries: single ones are told, branches hold back."""
    for found in _lost(facts, bounds):
        return found
    differences = sum(
        len(finding.get(kind, ()))
        for finding in facts.menu_findings
        for kind in ("new", "vanished", "renamed")
    )
    silent = facts.counts.get("menus/failed", 0)
    if differences or silent:
        return result(
            "menus",
            MonitorStatus.YELLOW,
            f"{differences} entries differ from the known menu"
            + (f"; {silent} sites gave no menu" if silent else ""),
            value=float(differences),
            bound=0.0,
            origin="the known menu",
            look_at="osce status names them; new names belong into the vocabulary (docs/vocabulary.md)",
        )
    if not facts.counts.get("menu_entries"):
        return result("menus", MonitorStatus.GREEN, "no menu was read")
    return result("menus", MonitorStatus.GREEN, "the menus are the known ones", value=0.0, bound=0.0)


def _lost(facts: RunFacts, bounds: Bounds) -> Iterator[MonitorResult]:
    limits = bounds.menus
    vanished = [entry for finding in facts.menu_findings for entry in finding.get("vanished", ())]
    parents = {tuple(entry.get("path", ()))[:-1] for entry in vanished}
    branch = any(tuple(entry.get("path", ())) in parents for entry in vanished)
    # What was published without these entries before is told, but holds nothing back again.
    published = next(
        (
            run.counts.get("menu_differences/vanished", 0)
            for run in facts.earlier
            if run.counts.get("menu_entries")
        ),
        0,
    )
    seen = facts.counts.get("menu_entries", 0) - facts.counts.get("menu_differences/new", 0)
    # A menu that has hardly anything of the known one is another menu, which nobody can say to have lost any.
    is_known = len(vanished) <= limits.other_menu * max(seen, 1)
    if is_known and len(vanished) > published and (branch or len(vanished) >= limits.red_entries):
        names = ", ".join(str(entry.get("known")) for entry in vanished[:3])
        yield result(
            "menus",
            MonitorStatus.RED,
            f"{len(vanished)} entries vanished from the menu: {names}",
            value=float(len(vanished)),
            bound=float(limits.red_entries),
            origin="the known menu",
            look_at=_LOOK,
        )
    yield from _lost_branches(facts)
    entries = facts.counts.get("menu_entries")
    before = [run.counts["menu_entries"] for run in facts.earlier if run.counts.get("menu_entries")]
    if entries and before and entries < limits.red_share * median(before):
        yield result(
            "menus",
            MonitorStatus.RED,
            f"the menus have {entries} entries, usually {median(before):.0f}",
            value=float(entries),
            bound=limits.red_share * median(before),
            origin=f"{len(before)} earlier runs",
            look_at=_LOOK,
        )


def _lost_branches(facts: RunFacts) -> Iterator[MonitorResult]:
    """Branches that the menu of the last run had, and of which at least half is gone from the whole menu.

    A branch under another name is no loss: the menu has as many entries as before.
    """
    now = _below(facts.counts)
    before = next((found for run in facts.earlier if (found := _below(run.counts))), {})
    sites = {name.partition("/")[0] for name in now}
    for name, number in before.items():
        site = name.partition("/")[0]
        gone = number - now.get(name, 0)
        if site not in sites or gone < 2 or 2 * gone < number:
            continue
        missing = _of_site(before, site) - _of_site(now, site)
        if 2 * missing >= gone:
            label = name.rpartition(" / ")[2].rpartition("/")[2] or "the top"
            yield result(
                "menus",
                MonitorStatus.RED,
                f"{gone} of {number} entries below {label!r} of the menu of {site} are gone",
                value=float(gone),
                bound=2.0,
                origin="the run before",
                look_at=_LOOK,
            )


def _below(counts: Mapping[str, int]) -> dict[str, int]:
    return {name.removeprefix(_BELOW): number for name, number in counts.items() if name.startswith(_BELOW)}


def _of_site(below: Mapping[str, int], site: str) -> int:
    return sum(number for name, number in below.items() if name.startswith(f"{site}/"))
