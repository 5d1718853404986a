"""The `osce` command: registers the commands and turns a user's mistake into a message."""

import typer

from osce_scraper.commands import extract

app = typer.Typer(
    name="osce",
    help="Harvest, extract and export what the OSCE publishes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("extract")(extract.extract)


def main() -> None:
    """Run the command line; usage errors exit with 2, failures with 1."""
    app()


if __name__ == "__main__":
    main()
