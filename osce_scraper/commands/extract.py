"""`osce extract`: the record of one page."""

from typing import Annotated

import typer


def extract(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or its address.")],
) -> None:
    """Print the record of one page."""
    raise typer.Exit(1)
