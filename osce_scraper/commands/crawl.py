"""`osce crawl`: Scrapy's own `crawl` with this project's settings, from any directory."""

import os
import sys

import typer

from osce_scraper.interrupts import exit_at_once_on_interrupt

app = typer.Typer(add_completion=False)


@app.command(
    "crawl",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def crawl(context: typer.Context) -> None:
    """Run a spider as `scrapy crawl` does, with this project's settings: osce crawl news -a since=2024-01-01.

    Everything after `crawl` goes to Scrapy; `osce crawl --help` lists its options and the spiders' arguments.
    """
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "osce_scraper.settings")
    exit_at_once_on_interrupt()
    from scrapy.cmdline import execute  # takes a second

    sys.argv = ["osce", "crawl", *context.args]
    execute(sys.argv)
