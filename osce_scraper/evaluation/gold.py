"""Reading labelled texts: JSON Lines files with one text and its labels a line."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


class GoldError(ValueError):
    """A labelled text or its directory cannot be used; names the file and what to correct."""


def read_labels(path: Path, required: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The JSON objects of ``path``, each with the keys ``required``.

    Raises ``GoldError`` naming the file and line that is none.
    """
    wanted = set(required)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            label = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}, line {number} is not JSON: {error}") from error
        if not isinstance(label, dict) or not wanted <= label.keys():
            missing = wanted - label.keys() if isinstance(label, dict) else wanted
            raise GoldError(
                f"{path}, line {number} is no labelled text: it needs {', '.join(sorted(missing))}"
            )
        yield label


def corpus_digest(files: Iterable[Path], root: Path) -> str:
    """SHA-256 over names (relative to ``root``) and contents of ``files``, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda file: file.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()
