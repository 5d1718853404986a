"""The packages of the extra ``analysis``, imported when they are needed."""

from importlib import import_module
from typing import Any

from osce_scraper.analysis.errors import MissingExtra


def needed(module: str, purpose: str) -> Any:
    """The module of this name. Raises ``MissingExtra``, which says what to install for ``purpose``."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        name = package.replace("_", "-")
        raise MissingExtra(
            f"{purpose} needs {name}, which is not installed: "
            f"pip install {name} (part of the extra 'analysis')",
            name=package,
        ) from error
