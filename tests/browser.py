"""A real browser for pages that people look at: Debian's Chromium, without a window."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, Route, sync_playwright

#: As the only user of a machine without a screen; nothing is asked of the browser's maker.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@dataclass
class Visit:
    """A page that is open, and what went on in it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    """What the console called an error, and what was thrown."""
    outside: list[str] = field(default_factory=list)
    """Addresses that the page asked for beyond its own file or server; they got no answer."""


@contextmanager
def browsing(
    address: str,
    *,
    size: str = "desktop",
    scheme: Literal["light", "dark"] = "light",
    media: Literal["screen", "print"] = "screen",
) -> Iterator[Visit]:
    """Open ``address`` (a file's or a local server's) and give the visit.

    Skips the test where Chromium is missing, but fails in CI, whose set-up installs it.
    """
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing, and .ci/services should have installed it")
        pytest.skip("chromium is missing: install Debian's package chromium (.ci/services does)")
    width, height = SIZES[size]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        try:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.emulate_media(media=media, color_scheme=scheme)
            visit = Visit(page)
            page.on("console", lambda said: visit.errors.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: visit.errors.append(str(error)))
            origin = address.split("/", 3)
            own = "file://" if address.startswith("file:") else "/".join(origin[:3])

            def pass_or_note(route: Route) -> Any:
                url = route.request.url
                if url.startswith((own, "data:", "blob:")):
                    return route.continue_()
                visit.outside.append(url)
                return route.abort()

            page.route("**/*", pass_or_note)
            page.goto(address, wait_until="load")
            yield visit
        finally:
            browser.close()


def address_of(file: Path) -> str:
    """A file as an address."""
    return file.absolute().as_uri()
