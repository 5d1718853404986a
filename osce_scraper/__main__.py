"""The entry point of `osce`, and `python -m osce_scraper`: ready for Ctrl-C before the slow imports."""

from osce_scraper.interrupts import end_quietly_on_interrupt, exit_at_once_on_interrupt


def main() -> None:
    """Run the command line; usage errors exit with 2, failures with 1."""
    end_quietly_on_interrupt()
    exit_at_once_on_interrupt()
    from osce_scraper.cli import app

    app()


if __name__ == "__main__":
    main()
