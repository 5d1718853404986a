"""Where data is, when it is not where somebody looked: the demo writes below the data directory."""

from pathlib import Path
from typing import Final

_MARKS: Final = ("news.jsonl", "osce.sqlite")


def nearby_data(directory: Path) -> str:
    """A sentence that names the folders of ``directory`` with harvested data in them; empty without any."""
    found = sorted({place.parent for mark in _MARKS for place in directory.glob(f"*/{mark}")})
    if not found:
        return ""
    found = [_as_typed(place) for place in found]
    first = found[0]
    named = " and ".join(str(place) for place in found[:3])
    whose = " (made by make demo)" if first.name == "demo" else ""
    return f". There is data in {named}{whose}: name it with --data-dir {first}, or load({str(first)!r})"


def _as_typed(place: Path) -> Path:
    try:
        return place.absolute().relative_to(Path.cwd())
    except ValueError:
        return place
