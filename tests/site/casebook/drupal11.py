"""Cases of the layout of 2025: every place of the date, every kind, menus, listings, wrapped pages."""

import re
from dataclasses import replace

from tests.site.casebook.case import WWW, Case, dateline, facts, tale
from tests.site.casebook.change import renamed, short, wayback
from tests.site.layouts import drupal11
from tests.site.layouts.markup import esc
from tests.site.menu import Entry, menus, walk
from tests.site.stories import Block, Link, Story


def lay_out(story: Story, *versions: str) -> str:
    """The shortened page of a story; ``versions`` are its other languages."""
    paths = [
        (story.language, story.path),
        *((language, tale(f"{story.number}-{language}").path) for language in versions),
    ]
    return short(drupal11.story_page(story, WWW, sorted(paths)))


def case(
    name: str, about: str, story: Story, page: str | None = None, url: str | None = None, **changed: object
) -> Case:
    """A case of one story, laid out when no ``page`` is given."""
    return Case(
        "drupal11", name, about, url or WWW + story.path, page or lay_out(story), facts(story, **changed)
    )


def news() -> list[Case]:
    """Item pages."""
    seed = tale("531680-en")
    both_labels = tale("547002-en")
    story_page = tale("562288-en")
    undated = tale("664115-en")
    event = tale("571330-en")
    related = tale("560077-en")
    conflict = replace(tale("557342-en"), number=557344, dateline="OSH, 3 July 2023 –", related=())
    updated = replace(tale("591517-en"), number=591520, related=())
    updated_page = lay_out(updated).replace(
        '<li class="node-info__label">Issued by:</li>',
        '<li class="node-info__label">Last updated:</li>\n<li class="node-info__value"><time datetime="2025-05-03T09:00:00Z">'
        '3 May 2025</time></li>\n<li class="node-info__label">Issued by:</li>',
    )
    assert updated_page.count("<time") == 2
    inline = replace(
        tale("597715-en"), number=597718, issuers=("OSCE Mission to Skopje", "OSCE Secretariat"), related=()
    )
    inline_page = lay_out(inline)
    start = inline_page.index('<div class="node-info">')
    end = inline_page.index('<div class="share"')
    inline_page = (
        inline_page[:start]
        + '<div class="node-info"><p><b>Issued on:</b> <time datetime="2025-06-20">20 June 2025</time></p><p><b>Issued by:</b> '
        "OSCE Mission to Skopje, OSCE Secretariat</p><p><b>Fields of work:</b> Human rights, Rule of law</p></div>\n"
        + inline_page[end:]
    )
    glued = replace(
        tale("555210-en"),
        number=555211,
        related=(
            Link("/secretariat/555100", "Forum looks at water meters", "News Item"),
            Link("/odihr/555101", "Judges ask for quieter rooms", "Press release"),
        ),
    )
    glued_page = re.sub(
        r"(cross-border rivers\..*?</p>)",
        r'\1\n<h2>Related Stories</h2>\n<ul><li><a href="/secretariat/555100">Forum looks at water meters</a> <span>News Item</span>'
        r'</li><li><a href="/odihr/555101">Judges ask for quieter rooms</a> <span>Press release</span></li></ul>',
        lay_out(replace(glued, related=())),
        count=1,
        flags=re.S,
    )
    assert "Related Stories" in glued_page
    table = replace(
        tale("588106-en"),
        number=588107,
        kind="news_item",
        related=(),
        text=(
            *tale("588106-en").text[:2],
            Block("h3", "Who speaks when"),
            *tale("588106-en").text[2:],
        ),
    )
    headings = tale("562288-en")
    cases = [
        case(
            "seed-page",
            "the page that started the project, menu and all",
            seed,
            drupal11.story_page(seed, WWW, [("en", seed.path)]),
        ),
        case(
            "date-in-time-beside-label",
            "the ordinary case: <time> as the label's value, in a definition list",
            tale("590233-en"),
        ),
        case(
            "date-in-label-text", "the label's value is plain text, no <time> on the page", tale("528231-en")
        ),
        case(
            "date-in-bare-time",
            "<time> beside the kind, no label; subheadings in the body are paragraphs",
            headings,
        ),
        case("date-in-metadata", "only article:published_time says the date", tale("544190-en")),
        case(
            "date-in-dateline",
            "an empty label; the dateline is all there is",
            tale("661444-en"),
            dateline=dateline("DUSHANBE", "2026-03-06"),
        ),
        case("date-missing", "nothing says the date: null", undated, issued_on=None, issued_on_source=None),
        case(
            "press-release-with-files",
            "dateline in the body only, two files in two languages",
            tale("549113-en"),
            dateline=dateline("VIENNA", "2023-06-29"),
        ),
        case(
            "two-pictures",
            "the second picture parts the body in two sections; lead not repeated",
            tale("541907-en"),
        ),
        case("list-in-body", "items of a list are paragraphs", both_labels),
        case("quotation-in-body", "a block quotation is a paragraph", tale("555210-en")),
        case(
            "event",
            "When, Where and Organized by without colons; no issuer",
            event,
            issuers=...,
            event={
                "start": "2024-07-03",
                "end": "2024-07-05",
                "place": "Hotel Metropol, Warsaw",
                "organizer": "OSCE Office for Democratic Institutions and Human Rights",
            },
        ),
        case(
            "event-all-day",
            "days marked (All day)",
            tale("665870-en"),
            issuers=...,
            event={
                "start": "2026-09-09",
                "end": "2026-09-10",
                "place": "Municipal Assembly, Gračanica/Graçanicë",
                "organizer": "OSCE Mission in Kosovo",
            },
        ),
        case(
            "ukrainian",
            "Ukrainian labels, English menu, a switch to English",
            tale("533371-uk"),
            lay_out(tale("533371-uk"), "en"),
            translations=[{"language": "en", "url": WWW + "/fom/533371"}],
        ),
        case(
            "russian",
            "date in words in Russian under an English label",
            tale("566601-ru"),
            lay_out(tale("566601-ru"), "en"),
            translations=[{"language": "en", "url": WWW + "/programme-office-in-bishkek/566601"}],
        ),
        case(
            "russian-press-release",
            "a dateline in Cyrillic capitals",
            tale("588106-ru"),
            lay_out(tale("588106-ru"), "en"),
            translations=[{"language": "en", "url": WWW + "/chairpersonship/588106"}],
            dateline=dateline("ВЕНА/ХЕЛЬСИНКИ", "2025-01-16"),
        ),
        case(
            "albanian",
            "bare <time> in Albanian words; caption in Albanian",
            tale("560077-sq"),
            lay_out(tale("560077-sq"), "en"),
            translations=[{"language": "en", "url": WWW + "/mission-in-kosovo/560077"}],
        ),
        case("lead-not-repeated", "the lead stands in the head only", tale("597715-en")),
        case("related-stories-beside", "related stories after the article", related),
        case("related-stories-glued", "related stories at the end of the body itself", glued, glued_page),
        case(
            "date-conflict",
            "<time> and dateline disagree by months: both kept, the <time> wins",
            conflict,
            dateline=dateline("OSH", "2023-07-03"),
        ),
        case(
            "updated-later",
            "a second <time> for the last update",
            updated,
            updated_page,
            updated_on="2025-05-03",
        ),
        case(
            "labels-inline", "label and values in one paragraph, names parted by commas", inline, inline_page
        ),
        case(
            "heading-in-body",
            "a subheading between paragraphs, a dateline of two places",
            table,
            dateline=dateline("VIENNA/HELSINKI", "2025-01-16"),
        ),
        case(
            "wayback",
            "played back by the Wayback Machine, with toolbar and rewritten links",
            tale("585504-en"),
            wayback(lay_out(tale("585504-en"))),
            url="https://web.archive.org/web/20260301123456/https://www.osce.org/fom/585504",
        ),
        case(
            "mirror",
            "served by a mirror; only the canonical link names the original",
            tale("551602-en"),
            lay_out(tale("551602-en"))
            .replace('href="/', 'href="https://mirror.example.net/')
            .replace('src="/', 'src="https://mirror.example.net/'),
            url="https://mirror.example.net/cthb/551602",
            dateline=dateline("VIENNA", "2023-07-28"),
            related=...,
        ),
        case(
            "classes-renamed",
            "every class and id renamed: the labels carry it",
            tale("569420-en"),
            renamed(lay_out(tale("569420-en"))),
        ),
    ]
    extra = replace(story_page, number=562290, type_label="", kind="news_item", related=())
    hinted = tale("664002-en")
    cases += [
        Case(
            "drupal11",
            "date-from-teaser",
            "empty label on the page; the teaser that led here says the date",
            WWW + hinted.path,
            lay_out(hinted),
            facts(hinted),
            hints={"url": WWW + hinted.path, "title": hinted.title, "issued_on": "2026-05-08"},
        ),
        case(
            "json-ld-only",
            "the date stands in JSON-LD, in another zone",
            replace(extra, date_on="teaser"),
            lay_out(replace(extra, date_on="teaser")).replace(
                "</head>",
                '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"'
                + esc(extra.title)
                + '","dateModified":"2024-03-01T08:00:00+01:00","datePublished":"2024-02-09T11:20:00+01:00"}]}</script></head>',
                1,
            ),
            issued_on_source="metadata",
        ),
    ]
    return cases


def menu_facts(found: dict[str, tuple[Entry, ...]], base: str) -> list[dict[str, object]]:
    """The entries of the menus named in ``found``, in page order."""
    return [
        {
            "menu": menu,
            "label": path[-1],
            "path": list(path),
            "level": len(path),
            "position": position,
            "url": base + entry.href if entry.href else None,
        }
        for menu, entries in found.items()
        for path, position, entry in walk(entries)
    ]


def menu_cases() -> list[Case]:
    """Menus: the whole one, and one as it may look another year."""
    languages = [("en", "/"), ("ru", "/ru"), ("uk", "/uk"), ("sq", "/sq")]
    whole = drupal11.plain_page(WWW, "/", "OSCE", languages)
    changed_main = (
        Entry(
            "Our work",
            None,
            (
                Entry(
                    "Fields of work",
                    "/fields-of-work",
                    (
                        Entry("Policing", "/fields-of-work/policing"),
                        Entry("Outer space", "/fields-of-work/outer-space"),
                    ),
                ),
                Entry(
                    "Meetings and conferences",
                    "/meetings-and-conferences",
                    (
                        Entry(
                            "Gender Equality Review Conferences",
                            "/meetings-and-conferences/gender",
                            (Entry("Fourth conference", "/meetings-and-conferences/gender/4"),),
                        ),
                    ),
                ),
            ),
        ),
        Entry(
            "Countries",
            None,
            (
                Entry(
                    "Participating States",
                    "/participating-states",
                    (
                        Entry("Czech Republic", "/countries/czech-republic"),
                        Entry("Finland", "/countries/finland"),
                        Entry("Switzerland – OSCE Chairpersonship 2026", "/countries/switzerland"),
                    ),
                ),
            ),
        ),
        Entry("About us", "/about-us"),
    )
    other = short(whole.replace(drupal11.MAIN_MENU, drupal11.main_menu(changed_main, stray=False)))
    found = menus()
    return [
        Case(
            "drupal11",
            "menu-whole",
            "the front page's menus: 57 States, 23 fields, the stray repeated label",
            WWW + "/",
            whole,
            {"entries": menu_facts(found, WWW)},
            kind="menu",
        ),
        Case(
            "drupal11",
            "menu-of-another-year",
            "other names, one level more, no stray label",
            WWW + "/",
            other,
            {"entries": menu_facts({**found, "main": changed_main}, WWW)},
            kind="menu",
        ),
        Case(
            "drupal11",
            "menu-classes-renamed",
            "the menu is found by what it is, not by its classes",
            WWW + "/",
            renamed(other),
            {"entries": menu_facts({"main": changed_main}, WWW)},
            kind="menu",
        ),
    ]


def teaser_facts(story: Story, base: str = WWW, **changed: object) -> dict[str, object]:
    """What a new teaser says of a story."""
    found: dict[str, object] = {
        "url": base + story.path,
        "title": story.title,
        "issued_on": story.issued_on,
        "type_label": story.label,
        "snippet": story.lead[:180].strip(),
    } | changed
    return {name: value for name, value in found.items() if value is not ...}


def listings() -> list[Case]:
    """Pages of the new listing."""
    shown = [tale(key) for key in ("666284-en", "666102-en", "665233-en", "664871-en", "663408-en")]
    rows = [drupal11.teaser(story, story.path) for story in shown]
    undated = [drupal11.teaser(replace(story, teaser_dated=False), story.path) for story in shown]
    first = short(drupal11.listing_page(WWW, "/news", 0, 7, rows))
    last = short(drupal11.listing_page(WWW, "/news", 7, 7, rows[:2]))
    empty = short(drupal11.listing_page(WWW, "/news", 0, 0, []))
    without = short(drupal11.listing_page(WWW, "/news", 3, 7, undated))
    return [
        Case(
            "drupal11",
            "listing-first-page",
            "anchors that wrap the teasers; rel=next",
            WWW + "/news",
            first,
            {"teasers": [teaser_facts(s) for s in shown], "next_url": WWW + "/news?page=1", "total": None},
            kind="listing",
        ),
        Case(
            "drupal11",
            "listing-last-page",
            "no next page",
            WWW + "/news?page=7",
            last,
            {"teasers": [teaser_facts(s) for s in shown[:2]], "next_url": None, "total": None},
            kind="listing",
        ),
        Case(
            "drupal11",
            "listing-empty",
            "a listing without teasers",
            WWW + "/news",
            empty,
            {"teasers": [], "next_url": None},
            kind="listing",
        ),
        Case(
            "drupal11",
            "listing-without-dates",
            "teasers without dates, in the middle of the pages",
            WWW + "/news?page=3",
            without,
            {"teasers": [teaser_facts(s, issued_on=None) for s in shown], "next_url": WWW + "/news?page=4"},
            kind="listing",
        ),
        Case(
            "drupal11",
            "listing-classes-renamed",
            "the pager is known by what it is",
            WWW + "/news",
            renamed(first),
            {
                "teasers": [teaser_facts(s, type_label=..., snippet=...) for s in shown],
                "next_url": WWW + "/news?page=1",
            },
            kind="listing",
        ),
    ]


def cases() -> list[Case]:
    """All cases of the layout."""
    return news() + menu_cases() + listings()
