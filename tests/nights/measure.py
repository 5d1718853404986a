"""What comes of a fault: the first night that was held back, and by which monitors."""

from dataclasses import dataclass
from pathlib import Path

from osce_scraper.crawling.outcome import ExitCode
from tests.nights.harmless import HARMLESS
from tests.nights.history import History, harvest
from tests.nights.planted import PLANTED
from tests.nights.scene import CREEPING, Fault, Scene

FAULTS = (*PLANTED, *HARMLESS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``held`` is the first night that was held back, from 1; ``None`` when all were published."""

    name: str
    kind: str
    creeping: bool
    held: int | None
    monitors: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def as_expected(self) -> bool:
        """A planted failure is held in time, a harmless change never."""
        return (self.held is not None) == (self.kind == "planted")


def outcome_of(fault: Fault, history: History, directory: Path, *, creeping: bool = False) -> Outcome:
    """Harvest the nights of a fault until one is held back."""
    nights = max(fault.nights, CREEPING) if creeping else fault.nights
    with history.continued(directory) as (site, data):
        scene = Scene(site, fault, creeping=creeping)
        for night in range(nights):
            scene.night = night
            scene.passes()
            found = harvest(site, data)
            if found.verdict.code is not ExitCode.GOOD:
                names = tuple(sorted({one.monitor for one in found.red}))
                return Outcome(fault.name, fault.kind, creeping, night + 1, names, tuple(found.verdict.lines))
    return Outcome(fault.name, fault.kind, creeping, None)
