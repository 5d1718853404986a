"""Run docs/examples/participants.ipynb over data as two nights of harvest leave it, and keep what it shows.

python -m tests.analysis.notebook      # write the outputs into the notebook anew
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tests.analysis.two_nights import harvest_two_nights

NOTEBOOK = Path(__file__).parents[2] / "docs" / "examples" / "participants.ipynb"


def executed(data: Path) -> Any:
    """The notebook with the outputs that it gives over ``data``. Raises ``CellExecutionError``."""
    book = nbformat.read(NOTEBOOK, as_version=4)
    os.environ["OSCE_DATA_DIR"] = str(data)
    try:
        NotebookClient(book, timeout=120, kernel_name="python3", record_timing=False).execute()
    finally:
        del os.environ["OSCE_DATA_DIR"]
    # Versions of whoever ran it last say nothing to the reader.
    book.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return book


def main() -> int:
    """Run the notebook and write it."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        harvest_two_nights(data)
        nbformat.write(executed(data), NOTEBOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main())
