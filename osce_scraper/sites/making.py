"""The folder of a new site, from the template."""

import json
import re
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlsplit

from osce_scraper.sites.loading import SiteError
from osce_scraper.vocabulary import OfficeKind

_TEMPLATE: Final = files("osce_scraper.sites").joinpath("template")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
#: Where each file of the template goes.
_PLACES: Final = {
    "site.toml": "site.toml",
    "offices.toml": "offices.toml",
    "fields_of_work.toml": "fields_of_work.toml",
    "README.md": "README.md",
    "test_site.py": "test_site.py",
    "page.html": "fixtures/pages/first/page.html",
}


def make_site(folder: Path, url: str) -> list[Path]:
    """Make the folder of a new site whose pages begin with ``url``; the files made, in order.

    Its fixture claims a title that its page does not have, so that its test fails until somebody has looked.
    Raises ``SiteError`` when the folder is there already, its name or ``url`` is none of a site.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise SiteError(f"--url {url!r} is no site: write scheme and host, such as https://www.example.org")
    if not _NAME.fullmatch(folder.name):
        raise SiteError(f"{folder.name!r} is no name of a site: write small letters, digits and _")
    if folder.exists():
        raise SiteError(f"{folder} is there already: name another one, or look at it with `osce site check`")
    values = {
        "name": folder.name,
        "title": folder.name.replace("_", " ").title(),
        "url": f"{parts.scheme}://{parts.netloc}",
        "host": parts.hostname,
        "layout": folder.name,
        "kinds": ", ".join(OfficeKind),
    }
    made = []
    for name, place in _PLACES.items():
        text = _TEMPLATE.joinpath(f"{name}.txt").read_text("utf-8")
        made.append(_written(folder / place, Template(text).substitute(values)))
    meta = {
        "url": f"{values['url']}/news/12345",
        "kind": "news",
        "about": "a first page, to be replaced by one of the site",
        "seen": False,
    }
    first = folder / "fixtures" / "pages" / "first"
    made.append(_written(first / "meta.json", json.dumps(meta, indent=2) + "\n"))
    expected = {"title": "What the title of your page is", "issued_on": "2026-03-04"}
    made.append(_written(first / "expected.json", json.dumps(expected, indent=2) + "\n"))
    return made


def _written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
