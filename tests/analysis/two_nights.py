"""A data directory as two nights of harvest leave it: pages of the local site, extracted, stored, published.

No request is made: the pages are taken from the site as it would answer. The same bytes come of it each time.
"""

import datetime as dt
from pathlib import Path
from typing import Final

from osce_scraper import extract_menus, extract_news
from osce_scraper.pages import NotANewsPage
from osce_scraper.store import Fetched, Found, Refusal, Store, publish
from tests.site.pages import Pages
from tests.site.server import LocalSite

FIRST: Final = dt.datetime(2026, 9, 15, 2, 0, tzinfo=dt.UTC)
BASE: Final = "https://www.osce.org"
#: What happens between the nights: an item gets another text, another another title, one goes.
EDITED: Final = 531680
RENAMED: Final = 569420
GONE: Final = 577345


def harvest_two_nights(directory: Path) -> None:
    """Fill ``directory``, which is made, with the store and the published files."""
    directory.mkdir(parents=True)
    site = LocalSite(now=FIRST)
    site.base_url = BASE
    with Store(f"sqlite:///{directory / 'osce.sqlite'}") as store:
        _night(site, store, FIRST)
        paragraphs = [block.text for block in site.story(EDITED).text]
        site.advance(days=1)
        site.edit_item(
            EDITED,
            body=[*paragraphs, "The organizers later added that four more women will join the next course."],
        )
        site.edit_item(RENAMED, title="Training course on cyber security ends with an exercise")
        site.remove(GONE)
        for days in (1, 2):
            _night(site, store, FIRST + dt.timedelta(days=days))
        publish(store, directory, FIRST + dt.timedelta(days=2))


def _night(site: LocalSite, store: Store, at: dt.datetime) -> None:
    pages = Pages(site)
    run = store.start_run("harvest", {}, at)
    counts = {"items": 0, "refused": 0, "gone": 0}
    for story in sorted(site.items, key=lambda story: story.key):
        if site.disallowed(story):
            continue
        url = f"{BASE}{story.path}"
        answer = pages.answer(story.path)
        store.found(Found(story.key, url, source=f"{BASE}/news"), at)
        try:
            item = extract_news(answer.body, url)
        except NotANewsPage as error:
            store.refuse(Refusal(url, str(error), story.key), at, run)
            counts["refused"] += 1
            continue
        store.save(item, at, run, fetched=Fetched(url, 200))
        counts["items"] += 1
    if site.status(GONE) != 200:
        counts["gone"] += store.gone(f"{GONE}-en", at, site.status(GONE))
    menu = extract_menus(pages.answer("/").body, f"{BASE}/")
    store.save_menu("www.osce.org", menu, at, run)
    store.finish_run(run, at + dt.timedelta(minutes=5), outcome="finished", counts=counts)
