"""Serve the local site by hand: ``python -m tests.site --port 8123``."""

import argparse
import time

from tests.site.server import LocalSite


def main() -> None:
    """Start the site, print its address, and serve until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.site", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (0: a free one)")
    parser.add_argument(
        "--items", type=int, default=None, help="number of English items (default: the written ones)"
    )
    parser.add_argument("--crawl-delay", type=float, default=0.01, help="seconds that robots.txt asks for")
    parser.add_argument("--page-size", type=int, default=10, help="teasers on a listing page")
    parser.add_argument("--seed", type=int, default=2026, help="seed of the generated items")
    parser.add_argument("--no-log", action="store_true", help="do not keep the requests in memory")
    given = parser.parse_args()
    site = LocalSite(
        given.items,
        port=given.port,
        crawl_delay=given.crawl_delay,
        page_size=given.page_size,
        seed=given.seed,
        keep_log=not given.no_log,
    )
    with site:
        print(site.base_url, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("stopped")


if __name__ == "__main__":
    main()
