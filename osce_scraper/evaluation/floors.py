"""Floors of measured figures, pinned in a file beside the digest of what they were measured on.

They rise with ``raised``; ``lowered`` is for a reviewer to see. Figures are kept to four decimals, rounded
down, so that a floor is never above the figure it was taken from.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: Figures by what was measured and what of it: {"quotes": {"precision": 0.98}}.
Figures = Mapping[str, Mapping[str, float]]

_SLACK = 1e-9


class FloorsError(ValueError):
    """The floors' file cannot be used, or would have to fall; says what to do."""


@dataclass(frozen=True)
class Floors:
    """Pinned floors and the corpus they belong to."""

    digest: str
    figures: dict[str, dict[str, float]]


def read_floors(path: Path) -> Floors | None:
    """The floors in ``path``; None when there is no such file.

    Raises ``FloorsError`` when it is unreadable.
    """
    if not path.exists():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        figures = {
            name: {figure: float(value) for figure, value in values.items()}
            for name, values in held["floors"].items()
        }
        return Floors(str(held["digest"]), figures)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise FloorsError(f"{path} holds no floors ({error!r}): restore it from version control") from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write ``floors`` to ``path`` as sorted JSON that reads well in a review."""
    held = {
        "digest": floors.digest,
        "floors": {name: dict(values) for name, values in floors.figures.items()},
    }
    path.write_text(json.dumps(held, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def shortfalls(floors: Floors | None, figures: Figures, digest: str) -> list[str]:
    """Why the gate is shut, a sentence each; none when every figure stands at or above its floor.

    A figure without a floor, a floor without a figure, and another corpus than the pinned one shut it too.
    """
    if floors is None:
        return ["there are no floors yet: pin them with --raise-floors"]
    found = []
    if floors.digest != digest:
        found.append(
            f"the corpus ({digest[:12]}) is not the one that the floors were pinned on "
            f"({floors.digest[:12]}): look at the change, then --raise-floors"
        )
    for name in sorted({*floors.figures, *figures}):
        pinned, measured = floors.figures.get(name, {}), figures.get(name, {})
        for figure in sorted({*pinned, *measured}):
            if figure not in measured:
                found.append(f"{name}: {figure} has a floor ({pinned[figure]:.4f}) and was not measured")
            elif figure not in pinned:
                found.append(f"{name}: {figure} ({measured[figure]:.4f}) has no floor: --raise-floors")
            elif measured[figure] < pinned[figure] - _SLACK:
                found.append(f"{name}: {figure} is {measured[figure]:.4f}, its floor {pinned[figure]:.4f}")
    return found


def _kept(value: float) -> float:
    return math.floor(value * 10_000 + 1e-6) / 10_000


def raised(floors: Floors | None, figures: Figures, digest: str) -> Floors:
    """Floors that are nowhere lower than ``floors``, risen to ``figures`` and pinned to ``digest``.

    Raises ``FloorsError`` when a figure is below its floor or was not measured: that would be lowering.
    """
    pinned = floors.figures if floors else {}
    low = [
        f"{name} {figure}"
        for name, values in pinned.items()
        for figure, value in values.items()
        if figures.get(name, {}).get(figure, -1.0) < value - _SLACK
    ]
    if low:
        raise FloorsError(f"below their floors: {', '.join(low)}. Lower them on purpose with --lower-floors")
    return Floors(
        digest,
        {
            name: {
                figure: max(_kept(value), pinned.get(name, {}).get(figure, 0.0))
                for figure, value in values.items()
            }
            for name, values in figures.items()
        },
    )


def lowered(figures: Figures, digest: str) -> Floors:
    """Floors at exactly ``figures``, however low: for a change that a reviewer is to see."""
    return Floors(
        digest, {name: {figure: _kept(v) for figure, v in values.items()} for name, values in figures.items()}
    )
