"""Failures of a site: each gives wrong data, and must be held back."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from tests.nights.scene import Fault, Scene
from tests.site.stories import Block, Story

_TEXT = re.compile(r"<p>.*?</p>", re.DOTALL)
_CONSENT = (
    "We use cookies to give you the best experience of our website and to learn how it is used.",
    "By choosing to accept, you consent to the use of all cookies. You may visit the settings at any time.",
)
_PROMOTION = "Subscribe to our newsletter, which 3,200 readers (1,700 women and 1,500 men) receive each week."
_ITEM_PATH = re.compile(r"/\d{5,}")


def text(*paragraphs: str) -> tuple[Block, ...]:
    """A text of plain paragraphs."""
    return tuple(Block("p", paragraph) for paragraph in paragraphs)


def bare_page(title: str, *paragraphs: str) -> Callable[[Scene, str], str]:
    """A page of the site's that is no article, in place of one."""
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)

    def page(_: Scene, html: str) -> str:
        main = f'<main role="main"><h1>{title}</h1>{inner}</main>'
        if "<main" in html:
            return re.sub(r"<main.*</main>", main, html, flags=re.DOTALL)
        return f"<html><head><title>{title}</title></head><body>{main}</body></html>"

    return page


def each(change: Callable[[str], str]) -> Callable[[Scene, Story], Story]:
    """A change of every paragraph."""
    return lambda _, story: replace(
        story, text=tuple(replace(block, text=change(block.text)) for block in story.text), counts=None
    )


def without_dates(_: Scene, html: str) -> str:
    """No element or metadata says a date."""
    for pattern in (
        r"<time.*?</time>",
        r'"date(?:Published|Modified)": *"[^"]*",?',
        r'<meta property="article:[^>]*>',
        r'<span class="date-display-single">.*?</span>',
        r'<div class="header-line">.*?</div>',
    ):
        html = re.sub(pattern, "", html, flags=re.DOTALL)
    return html


def swapped_date(_: Scene, story: Story) -> Story:
    """Day and month exchanged, where that gives a date."""
    day = story.issued_on
    return replace(story, issued_on=dt.date(day.year, day.day, day.month)) if day.day <= 12 else story


def of_neighbour(scene: Scene, story: Story) -> Story:
    """The text of another item, as a cache with wrong keys gives it."""
    alike = [other for other in scene.before if other.language == story.language and len(other.text) > 1]
    return replace(story, text=alike[story.number % len(alike)].text)


def from_day_before(_: Scene, story: Story) -> Story:
    """A date that is off by one, as wrong time zones make it."""
    return replace(story, issued_on=story.issued_on - dt.timedelta(days=1))


def no_links(_: Scene, path: str, html: str) -> str:
    """Listings and sitemap lose all their items."""
    if path.startswith(("/news", "/press", "/fom", "/ukraine", "/sitemap")):
        return _ITEM_PATH.sub("/page", html)
    return html


def frozen_sources() -> Callable[[Scene, str, str], str]:
    """Listings and sitemap answer for ever as on the first night of the fault."""
    kept: dict[str, str] = {}
    return lambda scene, path, html: kept.setdefault(f"{id(scene)}{path}", html)


def listings_of_before(scene: Scene) -> None:
    """Listings that show an old state: without the newest items."""
    newest = sorted(scene.site.items, key=lambda story: story.issued_on)[-scene.some(60) :]
    for story in newest:
        scene.site.unlist(story.number)


def teasers_of_today(scene: Scene, path: str, html: str) -> str:
    """Teasers all carry the day on which they are shown, the pages their own."""
    if not path.startswith("/news"):
        return html
    today = scene.today
    return re.sub(
        r"<time datetime=.*?</time>",
        f'<time datetime="{today}T08:00:00Z">{today.day} {today.strftime("%B")} {today.year}</time>',
        html,
    )


def shifted_titles(_: Scene, path: str, html: str) -> str:
    """Every teaser has the title of the one below it."""
    if not path.startswith("/news"):
        return html
    titles = re.findall(r'(?<=<h2 class="teaser__title">).*?(?=</h2>)', html)
    following = iter([*titles[1:], *titles[:1]])
    return re.sub(r'(?<=<h2 class="teaser__title">).*?(?=</h2>)', lambda _: next(following), html)


def answered(status: int, part: int) -> Callable[[Scene], None]:
    """Every ``part``-th item answers ``status``."""

    def site(scene: Scene) -> None:
        for story in scene.site.items:
            if story.number % part == 0 and scene.concerns(story.number):
                scene.site.answer(story.number, status)

    return site


def lost_branch(_: Scene, path: str, html: str) -> str:
    """The menu without the secretariat's departments."""
    if path != "/":
        return html
    begin = html.index("Secretary General")
    start = html.rindex("<ul", 0, begin)
    return html[:start] + html[html.index("</ul>", begin) + 5 :]


def again_as_new(scene: Scene) -> None:
    """Stories that are known come again under new numbers."""
    for place, story in enumerate(scene.before[5 : 5 + scene.some(8)]):
        scene.site.publish(
            replace(story, number=850_000 + 100 * scene.night + place, issued_on=scene.today, language="en")
        )


def in_bare_layout(scene: Scene, story: Story) -> Story:
    """Title and paragraphs, and nothing that names office or field."""
    return replace(story, layout="bare", type_label="News Item", dateline="")


def six_in_bare_layout(scene: Scene) -> None:
    """Six items a night in the bare layout."""
    for story in scene.site.grow(scene.some(6)):
        scene.site.publish(in_bare_layout(scene, story))


def _planted(name: str, **facts: object) -> Fault:
    return Fault(name, "planted", **facts)  # type: ignore[arg-type]


def shifted_everywhere(scene: Scene) -> None:
    """Pages and listings all show dates that are three days early."""
    for before in scene.before:
        story = scene.site.story(before.number, before.language)
        if scene.concerns(story.number) and story.issued_on == before.issued_on:
            scene.site.publish(replace(story, issued_on=story.issued_on - dt.timedelta(days=3)))


PLANTED = (
    _planted("dates three days early on pages and listings", site=shifted_everywhere),
    _planted("a consent notice in place of the text", story=lambda _, s: replace(s, text=text(*_CONSENT))),
    _planted("a consent notice on new items only", story=lambda _, s: replace(s, text=text(*_CONSENT)), new_only=True),
    _planted("a consent page, status 200", page=bare_page("Before you continue", *_CONSENT)),
    _planted("a consent notice above the text", story=lambda _, s: replace(s, text=(*text(*_CONSENT), *s.text))),
    _planted("a promotion with counts below the text", story=lambda _, s: replace(s, text=(*s.text, *text(_PROMOTION)))),
    _planted("a promotion on new items only", story=lambda _, s: replace(s, text=(*s.text, *text(_PROMOTION))), new_only=True),
    _planted("a maintenance page, status 200", page=bare_page("We will be back soon", "The site is being maintained. Please come back later today.")),
    _planted("'Page not found', status 200", page=bare_page("Page not found", "The page that you asked for could not be found.")),
    _planted("a page that asks for a password", page=bare_page("Log in", '<form><input name="user"><input type="password"></form>')),
    _planted("every page shows the day of the request", story=lambda c, s: replace(s, issued_on=c.today, date_on="time_label")),
    _planted("all pages of one date", story=lambda _, s: replace(s, issued_on=dt.date(2025, 11, 24), date_on="time_label")),
    _planted("one date on new items only", story=lambda _, s: replace(s, issued_on=dt.date(2025, 11, 24), date_on="time_label"), new_only=True),
    _planted("dates a day early", story=from_day_before),
    _planted("day and month exchanged", story=swapped_date),
    _planted("no dates", page=without_dates),
    _planted("every title is the site's name", story=lambda _, s: replace(s, title="News and press releases")),
    _planted("titles cut at 25 characters", story=lambda _, s: replace(s, title=s.title[:25].rstrip())),
    _planted("the site's name behind every title", story=lambda _, s: replace(s, title=f"{s.title} - OSCE news portal")),
    _planted("one office on every page", story=lambda _, s: replace(s, issuers=("OSCE Secretariat",))),
    _planted("one office on new items only", story=lambda _, s: replace(s, issuers=("OSCE Secretariat",)), new_only=True, nights=3),
    _planted("the office's label renamed", page=lambda _, h: re.sub(r"Issued by:?|Source:|Опубликовано|Видано", "Brought forward through:", h)),
    _planted("no office and no field of work", story=lambda _, s: replace(s, issuers=(), fields_of_work=())),
    _planted("one field of work on every page", story=lambda _, s: replace(s, fields_of_work=("Youth",))),
    _planted("the lead alone", story=lambda _, s: replace(s, text=s.text[:1], counts=None)),
    _planted("the lead alone, on new items only", story=lambda _, s: replace(s, text=s.text[:1], counts=None), new_only=True),
    _planted("the second half of the text missing", story=lambda _, s: replace(s, text=s.text[: max(len(s.text) // 2, 1)])),
    _planted("the text of another item", story=of_neighbour),
    _planted("every address shows the same story", story=lambda c, s: replace(c.before[7], number=s.number, language=s.language, layout="drupal11")),
    _planted("numbers lost", story=each(lambda t: re.sub(r"\d+ ?", "", t))),
    _planted("men no longer named beside women", story=each(lambda t: re.sub(r"(?: and|,)? ?\b\d+ men\b,? ?", "", t))),
    _planted("English text under every language", story=lambda c, s: replace(s, text=c.site.story(531680).text) if s.language != "en" else s),
    _planted("Russian text under English addresses", story=lambda c, s: replace(s, title="Семинар ОБСЕ", text=text(*(["Участники семинара обсудили в столице страны работу полиции и местных властей."] * 2), f"Встреча номер {s.number} закончилась вечером.")) if s.language == "en" else s),
    _planted("Latin letters for all others", story=each(lambda t: t.encode("utf-8").decode("latin-1").replace("\x80", "").replace("\x98", "")), ),
    _planted("entities escaped twice", story=each(lambda t: t.replace(" ", "&nbsp;"))),
    _planted("new items in a bare layout", story=in_bare_layout, new_only=True),
    _planted("six a night in a bare layout", site=six_in_bare_layout, grows=False, nights=3),
    _planted("half of the items answer 404", site=answered(404, 2)),
    _planted("half of the items answer 500", site=answered(500, 2)),
    _planted("listings and sitemap without items", other=no_links),
    _planted("listings and sitemap of the first night", other=frozen_sources(), nights=17),
    _planted("listings of last month", site=listings_of_before),
    _planted("teasers all of today", other=teasers_of_today),
    _planted("teasers with the title of the next", other=shifted_titles),
    _planted("a branch of the menu missing", other=lost_branch),
    _planted("known stories under new addresses", site=again_as_new),
    _planted("an advertisement in the middle of every text", story=lambda _, s: replace(s, text=(*s.text[:2], *text("Play now and win: the best offers of the week are waiting for you on our partner's pages."), *s.text[2:]))),
    _planted("the teasers of other stories inside the text", story=lambda c, s: replace(s, text=(*s.text, *text(*(o.title for o in c.before[s.number % 50 : s.number % 50 + 3]))))),
    _planted("the kind of every item is a daily report", story=lambda _, s: replace(s, kind="daily_report")),
    _planted("the one-line summary in place of the text", story=lambda _, s: replace(s, text=text(f"{s.title}."), counts=None)),
)  # fmt: skip
