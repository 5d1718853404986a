"""Hypothesis strategies for texts: labelled sentences among others that state no count, written untidily."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

GOLD = Path(__file__).parent.parent / "gold"
#: Sentences that count nobody, and what stands between sentences in texts of the web.
OTHERS = (
    "The room was cold.",
    "It rained all day, and the doors stayed open.",
    "“This is what we need,” the mayor said.",
    "The office is open from Monday to Friday.",
    "",
)
JOINTS = (" ", "  ", "\n", "\n\n", " \t ", "\u00a0 ", "\r\n")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, where its labelled sentence begins, and the counts that the sentence states."""

    text: str
    sentence: str
    groups: tuple[dict[str, Any], ...]


def _cases() -> list[dict[str, Any]]:
    lines = (GOLD / "participants.jsonl").read_text("utf-8").splitlines()
    return [case for case in map(json.loads, lines) if case["participants"]]


@st.composite
def surrounded(draw: st.DrawFn) -> Labelled:
    """A labelled sentence with other sentences before and behind it."""
    case = draw(st.sampled_from(_CASES))
    before, behind = draw(st.sampled_from(OTHERS)), draw(st.sampled_from(OTHERS))
    joint, other = draw(st.sampled_from(JOINTS)), draw(st.sampled_from(JOINTS))
    return Labelled(
        f"{before}{joint}{case['text']}{other}{behind}", case["text"], tuple(case["participants"])
    )


_CASES = _cases()
