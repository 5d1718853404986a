"""Changes that a sound site makes: each must be published."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from tests.nights.planted import text
from tests.nights.scene import Fault, Scene
from tests.site.stories import Picture, Story


def _harmless(name: str, **facts: object) -> Fault:
    return Fault(name, "harmless", **facts)  # type: ignore[arg-type]


def new_items(number: int, change: Callable[[Story], Story]) -> Callable[[Scene], None]:
    """``number`` further items a night, each changed."""

    def site(scene: Scene) -> None:
        for place in range(scene.some(number)):
            story = scene.site._story(860_000 + 1000 * scene.night + place, scene.today)
            scene.site.publish(change(story))

    return site


def half_of_the_new(change: Callable[[Story], Story]) -> Callable[[Scene, Story], Story]:
    """Every other item is changed."""
    return lambda _, story: change(story) if story.number % 2 else story


def edits(share: float, change: Callable[[Story], Story]) -> Callable[[Scene], None]:
    """An editor works on ``share`` of the known items, on the first night."""

    def site(scene: Scene) -> None:
        if scene.night == 0:
            for place, story in enumerate(scene.before):
                if place % round(1 / share) == 0:
                    scene.site.publish(change(story))

    return site


def touched(scene: Scene) -> None:
    """Every item is saved again, as it is: the sitemap says that all have changed."""
    if scene.night == 0:
        for story in list(scene.site.items):
            scene.site.publish(story)


def republished(scene: Scene) -> None:
    """Old items are shown again at the top, with a new date."""
    if scene.night < 2:
        for story in scene.before[40 + 12 * scene.night : 52 + 12 * scene.night]:
            scene.site.publish(replace(story, issued_on=scene.today))


def removed(scene: Scene) -> None:
    """Two items a night are taken off the site."""
    for story in scene.before[60 + 2 * scene.night : 62 + 2 * scene.night]:
        if scene.site.status(story.number) == 200:
            scene.site.remove(story.number)


def front(status: int) -> Callable[[Scene], None]:
    """The front page answers with an error, all else as ever."""
    return lambda scene: scene.site.answer("/", status)


def one_office_closes(_: Scene, story: Story) -> Story:
    """An office is named as closed on all of its items."""
    return replace(
        story, issuers=tuple(f"{name} (closed)" if "Skopje" in name else name for name in story.issuers)
    )


def one_office_renamed(_: Scene, story: Story) -> Story:
    """An office has another name on all of its items."""
    return replace(
        story,
        issuers=tuple(
            name.replace("OSCE Mission in Kosovo", "OSCE Office in Pristina") for name in story.issuers
        ),
    )


def archive_import(scene: Scene) -> None:
    """Forty items of the archive appear on the site, in an old layout."""
    for place in range(scene.some(40)):
        day = dt.date(2003, 1, 10) + dt.timedelta(days=17 * place)
        story = scene.site._story(300_000 + 100 * scene.night + place, day)
        if story.language == "en":
            scene.site.publish(replace(story, layout="newsroom", listings=(), type_label="News"))


def weekly(scene: Scene) -> None:
    """A series whose items have one title, and one closing paragraph."""
    for place in range(2):
        story = scene.site._story(870_000 + 10 * scene.night + place, scene.today)
        if story.language == "en":
            closing = (
                "The series is part of a programme on open schools that runs in four countries until 2028."
            )
            scene.site.publish(replace(story, text=(*story.text, *text(closing))))


def outside(html: str) -> Callable[[Scene, str], str]:
    """Something new beside the article, right behind the beginning of the page."""
    return lambda _, page: re.sub(r"(<body[^>]*>)", rf"\1{html}", page, count=1)


def typographic(_: Scene, story: Story) -> Story:
    """Straight quotation marks and apostrophes become curly ones, hyphens dashes."""
    changed = tuple(
        replace(block, text=block.text.replace("'", "’").replace(" - ", " – ")) for block in story.text
    )
    return replace(story, text=changed)


HARMLESS = (
    _harmless("nights as ever"),
    _harmless("nothing new", grows=False),
    _harmless("holidays: nothing new for ten nights", grows=False, nights=10),
    _harmless("a burst of sixty items", site=new_items(60, lambda s: s)),
    _harmless("a burst of one office", site=new_items(25, lambda s: replace(s, issuers=("ODIHR",), section="odihr"))),
    _harmless("a new office on half of a night's items", site=new_items(8, lambda s: replace(s, issuers=("OSCE Office in Reykjavik",)) if s.number % 2 else s)),
    _harmless("a new field of work on half of a night's items", site=new_items(8, lambda s: replace(s, fields_of_work=("Outer space",)) if s.number % 2 else s)),
    _harmless("an office that closes", story=one_office_closes),
    _harmless("an office renamed on all its items", story=one_office_renamed),
    _harmless("menu labels renamed", other=lambda _, p, h: h.replace("Documentation Centre in Prague", "Prague Centre").replace("Gender equality", "Equality of women and men").replace("Moldova<", "Republic of Moldova<") if p == "/" else h),
    _harmless("a new menu entry", other=lambda _, p, h: re.sub(r"(<li[^>]*>.{0,300}?Internal Oversight.*?</li>)", r"\1\1", h, count=1, flags=re.DOTALL).replace("Internal Oversight", "Artificial Intelligence", 1) if p == "/" else h),
    _harmless("old items republished", site=republished),
    _harmless("no side listings ever", shape="plain", nights=10),
    _harmless("the front page answers 404", site=front(404)),
    _harmless("the front page answers 500", site=front(500)),
    _harmless("typing errors mended in a twentieth of the items", site=edits(0.05, lambda s: replace(s, text=(*s.text[:-1], replace(s.text[-1], text=s.text[-1].text + " Amended."))))),
    _harmless("titles bettered in a twentieth of the items", site=edits(0.05, lambda s: replace(s, title=f"Update: {s.title}"))),
    _harmless("statements without counts", site=new_items(10, lambda s: replace(s, kind="statement", text=text(f"The Chairperson welcomed decision {s.number} of the parliament.", "The text can be read below.", f"It was issued as number {s.number}."))  if s.language == "en" else s)),
    _harmless("a night of another language", site=new_items(8, lambda s: s), grows=False),
    _harmless("new items in the other known layout", site=new_items(8, lambda s: replace(s, layout="drupal6", listings=("/press-releases",)) if s.language == "en" else s)),
    _harmless("two items a night removed", site=removed),
    _harmless("one odd page", site=lambda c: c.site.answer(c.before[9].number, 200, body=b"<html><body><p>Hello</p></body></html>")),
    _harmless("two items that give no answer", site=lambda c: [c.site.drop(s.number) for s in c.before[3:5]]),
    _harmless("a banner above every page", page=outside('<div class="alert-banner" role="region" aria-label="Notice"><p>The building is closed on Friday.</p></div>')),
    _harmless("a cookie dialogue on every page", page=outside('<div id="cookie-consent" role="dialog" aria-modal="true"><h2>Cookies</h2><p>We use cookies. Please choose.</p><button>Accept</button></div>')),
    _harmless("other bytes, same pages", page=lambda c, h: h.replace("</body>", f"<!-- build {c.night} --></body>")),
    _harmless("further classes in the markup", page=lambda _, h: h.replace('class="', 'class="v2 ')),
    _harmless("pictures from another host", story=lambda _, s: replace(s, images=tuple(replace(i, file=f"cdn/{i.file}") for i in s.images))),
    _harmless("other related stories", story=lambda c, s: replace(s, related=c.before[s.number % 40].related)),
    _harmless("a picture on every page", story=lambda _, s: replace(s, images=(Picture("seal.jpg", "The seal", "OSCE"),))),
    _harmless("an import of forty items from the archive", site=archive_import),
    _harmless("every paragraph twice in the markup", story=lambda _, s: replace(s, text=tuple(b for b in s.text for _ in (1, 2)))),
    _harmless("curly quotation marks", story=typographic),
    _harmless("no sitemap for a night", site=lambda c: c.site.answer("/sitemap.xml", 404, times=1)),
    _harmless("no robots.txt", site=lambda c: setattr(c.site, "robots", False)),
    _harmless("everything saved again", site=touched),
    _harmless("a series with one closing paragraph", site=weekly),
    _harmless("longer listing pages", site=lambda c: setattr(c.site, "page_size", 30)),
    _harmless("another name of the site in every <title>", page=lambda _, h: h.replace(" | OSCE</title>", " | OSCE news</title>")),
    _harmless("two items to another section", site=lambda c: [c.site.move_section(s.number, "secretariat") for s in c.before[12 + 2 * c.night : 14 + 2 * c.night]]),
    _harmless("events without an office", site=new_items(4, lambda s: replace(s, kind="event", issuers=()) if s.layout == "drupal11" and s.language == "en" else s)),
    _harmless("a small site as ever", shape="small", nights=6),
    _harmless("a short history", shape="short", nights=6),
    _harmless("a long history", shape="long"),
    _harmless("a large site", shape="large"),
    _harmless("a small site without news", shape="small", grows=False, nights=6),
)  # fmt: skip
