"""Cases of the layout until 2025: header lines, photos, files, the old listings, wrapped pages."""

from dataclasses import replace

from tests.site.casebook.case import WWW, Case, dateline, facts, tale
from tests.site.casebook.change import short, wayback
from tests.site.casebook.drupal11 import menu_facts
from tests.site.layouts import drupal6
from tests.site.layouts.drupal6 import listing_page, snippet
from tests.site.listings import KINDS, Row
from tests.site.menu import Entry
from tests.site.stories import Link, Story


def lay_out(story: Story, *others: str) -> str:
    """The shortened page of a story, with its other languages in the switch."""
    versions = [
        (story.language, story.path),
        *((language, tale(f"{story.number}-{language}").path) for language in others),
    ]
    return short(drupal6.story_page(story, WWW, sorted(versions)))


def case(
    name: str, about: str, story: Story, page: str | None = None, url: str | None = None, **changed: object
) -> Case:
    """A case of one story. Which source the date of the header line counts as is not claimed."""
    changed.setdefault("issued_on_source", ...)
    if story.number % 2 or not story.related:
        changed.setdefault("related", [])
    else:
        changed.setdefault(
            "related", [{"url": WWW + link.path, "title": link.title} for link in story.related]
        )
    if story.attachments:
        changed.setdefault(
            "attachments", [{"kind": "pdf", "title": file.title} for file in story.attachments]
        )
    return Case(
        "drupal6", name, about, url or WWW + story.path, page or lay_out(story), facts(story, **changed)
    )


def news() -> list[Case]:
    """Item pages."""
    van = tale("479533-en")
    httrack = tale("423560-en")
    httrack_page = lay_out(httrack).replace(
        "<head>",
        "<head>\n<!-- Mirrored from www.osce.org/mission-to-montenegro/423560 by HTTrack Website Copier/3.x [XR&CO'2014], "
        "Mon, 01 Mar 2021 10:00:00 GMT -->",
        1,
    )
    wrapped = tale("394820-en")
    no_kind = replace(tale("337406-en"), number=337408, related=())
    no_kind_page = lay_out(no_kind)
    start = no_kind_page.index('<div class="panel-pane pane-node-type">')
    end = no_kind_page.index('<div class="panel-pane pane-node-field-item-source">')
    no_kind_page = no_kind_page[:start] + no_kind_page[end:]
    corrected = replace(
        tale("502155-en"),
        number=502158,
        related=(Link("/chairpersonship/502000", "Chair speaks in Linköping", "News"),),
    )
    return [
        case(
            "whole-page",
            "menus, settings and all; header line, dateline, photo with credit, lead printed twice",
            van,
            drupal6.story_page(van, WWW, [("en", van.path)]),
            dateline=dateline("SKOPJE", "2021-02-26"),
        ),
        case("no-place", "the header line is the date alone", tale("290881-en")),
        case(
            "file-and-glued-dateline",
            "a hyphen glued to the date",
            tale("58240-en"),
            dateline=dateline("BELGRADE", "2005-10-12"),
        ),
        case(
            "former-office",
            "an office under the name of its day",
            tale("56401-en"),
            dateline=dateline("SKOPJE", "2004-09-03"),
        ),
        case(
            "photo-without-credit",
            "a caption without a credit",
            tale("73448-en"),
            images=[
                {
                    "url": WWW + "/sites/default/files/images/old/73450.jpg",
                    "caption": "A hedgehog tunnel on a scale of one to ten.",
                    "credit": None,
                }
            ],
        ),
        case(
            "statement",
            "a statement with its place",
            tale("208311-en"),
            dateline=dateline("BERN", "2015-12-19"),
        ),
        case("spot-report", "a report without place", tale("466720-en")),
        case("daily-report-with-headings", "headings in the body are paragraphs", tale("513019-en")),
        case(
            "date-in-dateline",
            "no header line; two issuers",
            tale("398117-en"),
            dateline=dateline("SARAJEVO", "2018-10-08"),
            issued_on_source="dateline",
        ),
        case(
            "date-before-place",
            "the dateline begins with the date",
            tale("545901-en"),
            dateline=dateline("SHKODRA", "2023-05-26"),
            translations=[{"language": "sq", "url": WWW + "/sq/presence-in-albania/545901"}],
            page=lay_out(tale("545901-en"), "sq"),
        ),
        case(
            "two-places",
            "a place with two names",
            tale("89944-en"),
            dateline=dateline("PRISHTINË/PRIŠTINA", "2012-05-18"),
        ),
        case(
            "ukrainian",
            "heading, header line and dateline in Ukrainian",
            tale("117901-uk"),
            lay_out(tale("117901-uk"), "en"),
            dateline=dateline("КИЇВ", "2014-06-06"),
            translations=[{"language": "en", "url": WWW + "/ukraine/117901"}],
        ),
        case(
            "albanian",
            "heading and header line in Albanian",
            tale("545901-sq"),
            lay_out(tale("545901-sq"), "en"),
            translations=[{"language": "en", "url": WWW + "/presence-in-albania/545901"}],
        ),
        case(
            "kind-missing",
            "the page does not say what kind it is",
            no_kind,
            no_kind_page,
            type=...,
            type_label=None,
        ),
        case(
            "related-stories-beside",
            "related stories in the right column",
            corrected,
            related=[{"url": WWW + "/chairpersonship/502000", "title": "Chair speaks in Linköping"}],
            dateline=dateline("STOCKHOLM", "2021-10-29"),
        ),
        case(
            "wayback",
            "played back by the Wayback Machine",
            wrapped,
            wayback(lay_out(wrapped), stamp="20181003081500", base=WWW),
            url="https://web.archive.org/web/20181003081500/https://www.osce.org/odihr/394820",
            dateline=dateline("WARSAW", "2018-09-10"),
            related=...,
        ),
        case(
            "host-alias",
            "the same page under the host d6.web.osce.org",
            tale("64902-en"),
            url="https://d6.web.osce.org/georgia-closed/64902",
            dateline=dateline("TBILISI", "2007-04-05"),
            images=[
                {
                    "caption": "The last barrel is lifted onto a lorry, Mukhrovani, 5 April 2007.",
                    "credit": "OSCE/Davit Kipiani",
                }
            ],
            related=...,
        ),
        case(
            "saved-by-httrack",
            "a copy made by HTTrack, which names the original address in a comment",
            httrack,
            httrack_page,
            url="https://mirror.example.net/www.osce.org/mission-to-montenegro/423560",
        ),
    ]


def teaser(story: Story, form: str, **changed: object) -> dict[str, object]:
    """What an old teaser says of a story. Labels that it does not show are null or empty."""
    found: dict[str, object] = {
        "url": WWW + story.path,
        "title": story.title,
        "issued_on": story.issued_on,
        "type_label": None,
        "issuers": [],
        "fields_of_work": [],
        "countries": [],
        "snippet": snippet(story),
    }
    if form == "press":
        if story.kind != "news_item" or story.number % 3:
            found["type_label"] = story.label
        if story.number % 5:
            found["issuers"] = list(story.issuers)
    if form == "reports":
        found["type_label"] = story.label
        found["issued_on"] = ...
    if form != "reports":
        found["fields_of_work"] = list(story.fields_of_work)
    if form == "statements" and story.where:
        found["countries"] = story.where.split(", ")
    found |= changed
    return {name: value for name, value in found.items() if value is not ...}


def _listing(
    name: str, about: str, path: str, keys: list[str], page: int, last: int, total: int, size: int, url: str
) -> Case:
    kind = KINDS[path]
    stories = [tale(key) for key in keys]
    html = short(
        listing_page(WWW, path, kind, [Row(story, story.path) for story in stories], page, last, total, size)
    )
    extra = f"&rows={size}" if size != 10 else ""
    following = f"{WWW}{path}?page={page + 1}{extra}" if page < last else None
    expected = {
        "teasers": [teaser(story, kind.form) for story in stories],
        "next_url": following,
        "total": total,
    }
    return Case("drupal6", name, about, WWW + url, html, expected, kind="listing")


def listings() -> list[Case]:
    """The old listings in all their forms."""
    press = [
        "593014-en",
        "516688-en",
        "479533-en",
        "466720-en",
        "398117-en",
        "101822-en",
        "110433-en",
        "58240-en",
    ]
    reports = ["513019-en", "204431-en", "153806-en", "121644-en"]
    statements = ["410205-en", "240887-en", "112066-en"]
    heading = _listing(
        "listing-in-definition-list",
        "titles in dt.search-title > h3, as another pane has them",
        "/press-releases",
        press[:3],
        0,
        0,
        3,
        10,
        "/press-releases/liaison",
    )
    page = str(heading.page)
    for key in press[:3]:
        story = tale(key)
        page = page.replace(
            f'<div class="search-title"><a href="{story.path}">',
            f'<dl><dt class="search-title"><h3><a href="{story.path}">',
        )
    page = page.replace(
        '</a></div>\n<div class="publishing-date">', '</a></h3></dt></dl>\n<div class="publishing-date">'
    )
    assert "</h3></dt>" in page
    return [
        _listing(
            "listing-first-page",
            "all labels; some teasers lack one",
            "/press-releases",
            press,
            0,
            8,
            87,
            10,
            "/press-releases",
        ),
        _listing(
            "listing-last-page",
            "rows=50, the last page",
            "/press-releases",
            press[5:],
            1,
            1,
            53,
            50,
            "/press-releases?page=1&rows=50",
        ),
        _listing(
            "listing-monitoring-reports",
            "the date is only in the title",
            "/ukraine-smm/reports",
            reports,
            2,
            40,
            404,
            10,
            "/ukraine-smm/reports?page=2",
        ),
        _listing(
            "listing-media-freedom-statements",
            "a location label; one teaser without",
            "/fom/statements",
            statements,
            0,
            1,
            13,
            10,
            "/fom/statements",
        ),
        Case("drupal6", heading.name, heading.about, heading.url, page, heading.expected, kind="listing"),
    ]


def menu_cases() -> list[Case]:
    """The menu of the old site, whose headings are labels elsewhere."""
    branches = (
        Entry("Who we are", "/who", (Entry("Secretariat", "/secretariat"),)),
        Entry(
            "What we do",
            "/what",
            (Entry("Policing", "/what/policing"), Entry("Elections", "/what/elections")),
        ),
        Entry("Where we are", "/where", (Entry("Mission to Skopje", "/mission-to-skopje"),)),
    )
    story = replace(tale("76203-en"), related=())
    expected = {"entries": menu_facts({"main": branches}, WWW)}
    about = "an item page of the old site: What we do and Where we are are branches here"
    return [Case("drupal6", "menu-old-site", about, WWW + story.path, lay_out(story), expected, kind="menu")]


def cases() -> list[Case]:
    """All cases of the layout."""
    return news() + listings() + menu_cases()
