"""The `osce` command: registers the commands and turns a user's mistake into a message."""

import typer

from osce_scraper.commands import (
    browse,
    evaluate,
    export,
    extract,
    fixture,
    harvest,
    quarantine,
    reextract,
    report,
    status,
    validate,
)

app = typer.Typer(
    name="osce",
    help="Harvest, extract and export what the OSCE publishes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("harvest")(harvest.harvest)
app.command("extract")(extract.extract)
app.command("reextract")(reextract.reextract)
app.command("export")(export.export)
app.command("report")(report.report)
app.command("browse")(browse.browse)
app.command("status")(status.status)
app.add_typer(quarantine.app, name="quarantine")
app.command("validate")(validate.validate)
app.command("evaluate")(evaluate.evaluate)
app.add_typer(fixture.app, name="fixture")


def main() -> None:
    """Run the command line; usage errors exit with 2, failures with 1."""
    app()


if __name__ == "__main__":
    main()
