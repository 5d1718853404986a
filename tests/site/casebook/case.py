"""A fixture case, the facts it expects, and how it is written to its folder."""

import datetime as dt
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.site.stories import CONTENT, Story, story_of, written_stories

WWW = "https://www.osce.org"
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One fixture: where it goes, what it is for, the page as bytes or text, and what it expects."""

    layout: str
    name: str
    about: str
    url: str
    page: str | bytes
    expected: Facts
    kind: str = "news"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=UTF-8"})
    hints: Facts | None = None
    text: bool = False

    def write(self, root: Path) -> Path:
        """Write the folder below ``root`` and return it."""
        folder = root / self.layout / self.name
        folder.mkdir(parents=True, exist_ok=True)
        body = self.page.encode() if isinstance(self.page, str) else self.page
        (folder / ("page.txt" if self.text else "page.html")).write_bytes(body)
        meta: Facts = {
            "url": self.url,
            "kind": self.kind,
            "headers": self.headers,
            "about": self.about,
            "seen": True,
        }
        if self.hints is not None:
            meta["hints"] = self.hints
        _write_json(folder / "meta.json", meta)
        _write_json(folder / "expected.json", self.expected)
        return folder


def _write_json(path: Path, value: Facts) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n", encoding="utf-8")


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a fixture")


@cache
def _fixture_stories() -> dict[str, Story]:
    tables: list[Facts] = []
    for file in sorted((CONTENT / "fixtures").glob("*.toml")):
        tables += tomllib.loads(file.read_text(encoding="utf-8"))["story"]
    return {story.key: story for story in map(story_of, tables)}


@cache
def tale(key: str) -> Story:
    """The story ``number-language`` of the site's content or of the fixtures' own."""
    own = _fixture_stories().get(key)
    if own is not None:
        return own
    return next(story for story in written_stories() if story.key == key)


def facts(story: Story, *, base: str = WWW, **changed: Any) -> Facts:
    """What a record of the story's page holds. ``changed`` replaces facts; the value ``...`` takes one out."""
    found: Facts = {
        "id": story.key,
        "url": base + story.path,
        "language": story.language,
        "type": story.kind,
        "type_label": story.label,
        "title": story.title,
        "lead": story.lead,
        "body": [block.text for block in story.text],
        "issued_on": story.issued_on,
        "issued_on_source": story.date_on,
        "issuers": [{"name": name} for name in story.issuers],
        "fields_of_work": [{"name": name} for name in story.fields_of_work],
        "dateline": None,
        "images": [
            {"url": base + picture.href, "caption": picture.caption, "credit": picture.credit}
            for picture in story.images
        ],
        "attachments": [
            {"url": base + file.href, "kind": "pdf", "title": file.title, "language": file.language}
            for file in story.attachments
        ],
        "related": [
            {"url": base + link.path, "title": link.title, "kind": link.kind} for link in story.related
        ],
        "translations": [],
    }
    found |= changed
    return {name: value for name, value in found.items() if value is not ...}


def dateline(place: str | None, date: str | None) -> Facts:
    """The facts of a dateline; its text is left to the extraction, since its spaces are."""
    return {"place": place, "date": date}


Maker = Callable[[], list[Case]]
