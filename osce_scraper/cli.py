"""The `osce` command: registers the commands and turns a user's mistake into a message."""

import io
import sys
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command as built

from osce_scraper import __version__
from osce_scraper.interrupts import raise_on_interrupt

#: Each command's module, loaded when the command is asked for: all of them together take most of a second.
#: The module has a function of the command's name, or an ``app`` of further commands.
_COMMANDS: Final = (
    "harvest",
    "crawl",
    "extract",
    "reextract",
    "export",
    "report",
    "browse",
    "status",
    "batch",
    "quarantine",
    "validate",
    "evaluate",
    "fixture",
    "site",
)


class CommandsOnDemand(TyperGroup):
    """A group whose commands are loaded one by one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Names alone: for the help's order, and for what is suggested after a typo.
        self.commands = dict.fromkeys(_COMMANDS)  # type: ignore[assignment]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, ``None`` when there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"osce_scraper.commands.{cmd_name}")
        raise_on_interrupt()
        commands = getattr(module, "app", None)
        if commands is None:
            commands = typer.Typer(add_completion=False, rich_markup_mode="rich")
            commands.command(cmd_name)(getattr(module, cmd_name))
        command = built(commands)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=CommandsOnDemand,
    name="osce",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"osce-scraper {__version__}")
        raise typer.Exit


@app.callback()
def osce(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Harvest, extract and export what the OSCE publishes."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        # What is read from a pipe or a file is UTF-8, whatever the locale of this process.
        sys.stdout.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    app()
