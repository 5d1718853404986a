"""Sound pages that are easy to misread: time zones, odd date forms, conflicts, blocks inside the body."""

import re
from dataclasses import replace

from tests.site.casebook import drupal6, drupal11
from tests.site.casebook.case import WWW, Case, dateline, facts, tale
from tests.site.casebook.change import renamed
from tests.site.layouts.early import newsroom_page
from tests.site.layouts.markup import esc
from tests.site.stories import Picture, Story

_TIME = re.compile(r"<time[^>]*>.*?</time>")
_BODY_END = "</div></div></div>\n"


def _lone(key: str, number: int) -> Story:
    return replace(tale(key), number=number, related=())


def _new(name: str, about: str, story: Story, page: str, at: str | None = None, **changed: object) -> Case:
    hints = changed.pop("hints", None)
    assert hints is None or isinstance(hints, dict)
    said = facts(story, **changed)
    return Case("drupal11", name, about, at or WWW + story.path, page, said, hints=hints)


def _inside_body(page: str, put: str) -> str:
    """The page with ``put`` at the end of its body section."""
    start = page.index('class="body body-section')
    end = page.index("</div></div>", start)
    return page[:end] + put + page[end:]


def new_layout() -> list[Case]:
    """Pages of 2025."""
    midnight = _lone("531680-en", 700201)
    wordless = _lone("557342-en", 700202)
    weekday = replace(_lone("528231-en", 700203), images=())
    untranslated = replace(_lone("585504-en", 700204), language="uk")
    disputed = _lone("590233-en", 700205)
    strangers = replace(_lone("663015-en", 700207), fields_of_work=("Outer space", "Arms control"))
    shared = _lone("569420-en", 700208)
    gallery = _lone("572804-en", 700209)
    listed = _lone("547002-en", 700210)
    wordy = replace(
        _lone("566601-en", 700211),
        text=(
            *tale("566601-en").text[:1],
            *(
                replace(tale("566601-en").text[1], text=words)
                for words in (
                    "Date: this word stood on every desk, followed by a question mark, since nobody could agree on one for the trial.",
                    "Where we are, what we do and who issued the warrant were the three questions of the first exercise.",
                )
            ),
            *tale("566601-en").text[2:],
        ),
    )
    twice = _lone("549113-en", 700212)
    summary = replace(_lone("601722-en", 700213), lead_repeated=False)
    node = _lone("535120-en", 700214)
    kicker = replace(_lone("664871-en", 700215), kind="other", type_label="Weekly digest")

    page_midnight = drupal11.lay_out(midnight).replace("2022-11-17T12:00:00Z", "2022-11-16T23:00:00Z")
    page_wordless = _TIME.sub("<time>24 November 2023</time>", drupal11.lay_out(wordless))
    page_weekday = drupal11.lay_out(weekday).replace(
        "<span>14 October 2022</span>", "<span>Fri, 14 Oct 2022 - 12:00</span>"
    )
    page_untranslated = (
        drupal11.lay_out(untranslated)
        .replace('<html lang="uk"', '<html lang="en"')
        .replace("Джерело:", "Issued by:")
        .replace("Наша діяльність:", "Fields of work:")
        .replace("18 грудня 2024", "18 December 2024")
    )
    page_shared = _inside_body(
        drupal11.lay_out(shared),
        '<div class="social"><p>Share this: <a href="https://social.example/a">Facebook</a> | <a href="https://social.example/b">X</a></p>'
        '<p><a href="/print/1">Print this page</a></p></div>',
    )
    pictures = (
        Picture("2024-08/1.jpg", "The robot crosses a puddle.", "OSCE/Maya Durdyeva"),
        Picture("2024-08/2.jpg", "Soldering at noon.", "OSCE/Maya Durdyeva"),
    )
    page_gallery = _inside_body(
        drupal11.lay_out(gallery),
        "".join(
            f'<div class="media media--type-image"><div class="field field--name-field-media-image"><img src="{p.href}" alt="{esc(p.caption or "")}">'
            f'</div><div class="field field--name-field-caption">{esc(p.caption or "")}</div><div class="field field--name-field-credit">{esc(p.credit or "")}</div></div>'
            for p in pictures
        ),
    )
    page_listed = drupal11.lay_out(listed).replace(
        '</header>\n<div class="article__aside">',
        '</header>\n<div class="also"><span>Also available in:</span> <a href="/sq/presence-in-albania/700210" hreflang="sq" lang="sq">Shqip</a>, '
        '<a href="/ru/presence-in-albania/700210" hreflang="ru" lang="ru">Русский</a></div>\n<div class="article__aside">',
    )
    assert "Also available" in page_listed
    page_twice = drupal11.lay_out(twice).replace(
        '<div class="field field--name-field-lead"><p>',
        f'<div class="field field--name-field-lead"><p>{esc(twice.dateline)} ',
    )
    page_kicker = drupal11.lay_out(kicker)
    return [
        _new(
            "time-at-local-midnight",
            "datetime is the evening before in UTC, the words are the day in Vienna",
            midnight,
            page_midnight,
        ),
        _new("time-without-attribute", "a <time> with words only", wordless, page_wordless),
        _new("date-with-weekday", "the label's value has weekday and hour", weekday, page_weekday),
        _new(
            "language-untranslated",
            "an Ukrainian address that shows the English text",
            untranslated,
            page_untranslated,
        ),
        _new(
            "teaser-disagrees",
            "the teaser had another date: the page wins",
            disputed,
            drupal11.lay_out(disputed),
            hints={"url": WWW + disputed.path, "title": disputed.title, "issued_on": "2025-04-02"},
        ),
        _new(
            "unknown-names",
            "an office and a field of work that no list has",
            strangers,
            drupal11.lay_out(strangers),
        ),
        _new("share-links-in-body", "share and print links inside the body section", shared, page_shared),
        _new(
            "gallery-in-body",
            "pictures inside the body, captions in plain divs",
            gallery,
            page_gallery,
            images=[{"url": WWW + p.href, "caption": p.caption, "credit": p.credit} for p in pictures],
        ),
        _new(
            "languages-listed-above-text",
            "language versions in a line of their own, not in the switch",
            listed,
            page_listed,
            translations=[
                {"language": "ru", "url": WWW + "/ru/presence-in-albania/700210"},
                {"language": "sq", "url": WWW + "/sq/presence-in-albania/700210"},
            ],
        ),
        _new(
            "label-words-in-body",
            "paragraphs that begin with words of labels",
            wordy,
            drupal11.lay_out(wordy),
        ),
        _new(
            "dateline-in-lead-too",
            "the dateline opens the lead in the head as well",
            twice,
            page_twice,
            dateline=dateline("VIENNA", "2023-06-29"),
        ),
        _new("lead-of-its-own", "the lead stands in the head only", summary, drupal11.lay_out(summary)),
        _new(
            "node-address", "fetched as /node/N", node, drupal11.lay_out(node), f"{WWW}/node/700214", url=...
        ),
        _new("kind-unknown", "a kind that no list has: kept as written", kicker, page_kicker),
    ]


def old_layouts() -> list[Case]:
    """Older pages."""
    plain = _lone("446233-en", 700231)
    disputed = replace(_lone("372115-en", 700232), dateline="BISHKEK, 22 February 2018 –")
    former = _lone("110433-en", 700233)
    two = _lone("423560-en", 700234)
    pictures = _lone("47210-en", 700235)
    russian = replace(
        _lone("499170-ru", 700236), layout="drupal6", place="БИШКЕК", dateline="БИШКЕК, 1 октября 2021 г. –"
    )

    def old(name: str, about: str, story: Story, page: str, **changed: object) -> Case:
        said = {"issued_on_source": ..., **changed}
        return Case("drupal6", name, about, WWW + story.path, page, facts(story, **said))

    page_pictures = renamed(newsroom_page(pictures))
    unsaid = {"type": ..., "type_label": ..., "fields_of_work": [], "issued_on_source": ...}
    return [
        old("classes-renamed", "every class and id renamed", plain, renamed(drupal6.lay_out(plain))),
        old(
            "header-against-dateline",
            "header line and dateline a day apart: both kept, the header wins",
            disputed,
            drupal6.lay_out(disputed),
            dateline=dateline("BISHKEK", "2018-02-22"),
        ),
        old("former-field-of-work", "a field of work under its former name", former, drupal6.lay_out(former)),
        old("two-issuers", "two offices below Source", two, drupal6.lay_out(two)),
        old(
            "russian",
            "header line and dateline in Russian, with г.",
            russian,
            drupal6.lay_out(russian),
            dateline=dateline("БИШКЕК", "2021-10-01"),
        ),
        Case(
            "newsroom",
            "classes-renamed",
            "every class renamed",
            WWW + pictures.path,
            page_pictures,
            facts(pictures, dateline=dateline("PRISTINA", "2002-11-08"), **unsaid),
        ),
    ]


def cases() -> list[Case]:
    """All cases."""
    return new_layout() + old_layouts()
