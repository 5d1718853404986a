"""Monitor of the menus: whether they lost entries, against the known menu and against earlier runs."""

from collections.abc import Iterator
from statistics import median
from typing import Final

from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import result
from osce_scraper.records import MonitorResult, MonitorStatus

_LOOK: Final = "open the site: has the menu a new shape? docs/vocabulary.md says where its entries are kept"


def menus(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether the menus lost entries: single ones are told, branches hold back."""
    for found in _lost(facts, bounds):
        return found
    counted = facts.stats.menus
    # What was accepted with these differences before is known by now.
    known = next((run.stats.menus.differences for run in facts.earlier if run.stats.menus.entries), None)
    differences = counted.differences if known is None else counted.differences - known
    if differences.total() or counted.failed:
        return result(
            "menus",
            MonitorStatus.YELLOW,
            f"{differences.total()} entries more than before differ from the known menu"
            + (f"; {counted.failed} sites gave no menu" if counted.failed else ""),
            value=float(differences.total()),
            bound=0.0,
            origin="the known menu",
            look_at="osce status names them; new names belong into the vocabulary (docs/vocabulary.md)",
        )
    if not counted.entries:
        return result("menus", MonitorStatus.GREEN, "no menu was read")
    return result("menus", MonitorStatus.GREEN, "the menus are the known ones", value=0.0, bound=0.0)


def _lost(facts: RunFacts, bounds: Bounds) -> Iterator[MonitorResult]:
    limits = bounds.menus
    vanished = [entry for finding in facts.menu_findings for entry in finding.get("vanished", ())]
    parents = {tuple(entry.get("path", ()))[:-1] for entry in vanished}
    branch = any(tuple(entry.get("path", ())) in parents for entry in vanished)
    # What was published without these entries before is told, but holds nothing back again.
    published = next(
        (run.stats.menus.differences["vanished"] for run in facts.earlier if run.stats.menus.entries),
        0,
    )
    seen = facts.stats.menus.entries - facts.stats.menus.differences["new"]
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
    entries = facts.stats.menus.entries
    before = [run.stats.menus.entries for run in facts.earlier if run.stats.menus.entries]
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
    now = facts.stats.menus.below
    before = next((run.stats.menus.below for run in facts.earlier if run.stats.menus.below), {})
    branches = [(site, name, number) for site, below in before.items() for name, number in below.items()]
    for site, name, number in branches:
        if site not in now:
            continue
        gone = number - now[site].get(name, 0)
        if gone < 2 or 2 * gone < number:
            continue
        missing = sum(before[site].values()) - sum(now[site].values())
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
