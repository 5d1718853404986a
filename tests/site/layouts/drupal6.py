"""The site until autumn 2025: Drupal 6 with Panels, CCK and ApacheSolr."""

import datetime as dt
import json

from tests.site.layouts.drupal11 import hash_of
from tests.site.layouts.markup import esc, in_words, paragraphs
from tests.site.listings import ListingKind, Row
from tests.site.menu import menus, slug
from tests.site.stories import Picture, Story

LANGUAGE_NAMES = {"en": "English", "uk": "Українська", "ru": "Русский", "sq": "Shqip"}
NEWSROOM = {"en": "Newsroom", "uk": "Новини", "ru": "Newsroom", "sq": "Redaksia e lajmeve"}
WHAT_WE_DO = {"en": "What we do:", "uk": "Наша діяльність:", "ru": "What we do:", "sq": "What we do:"}

_WHERE = menus()["main"][2].children[3].children
_THEMES = menus()["main"][0].children[0].children
_STATES = menus()["main"][1].children[1].children


def _old_menu() -> str:
    """The menu of the old site: three branches whose headings are also labels of teasers."""

    def leaves(entries: list[tuple[str, str]], name: str) -> str:
        rows = "\n".join(
            f'<li class="leaf {"first" if place == 0 else "last" if place == len(entries) - 1 else ""} menu-mlid-{3000 + hash_of(label)}">'
            f'<a href="{href}" title="{esc(label)}" class="menu-{name}-link" onclick="return true;"><span class="inner"><span class="text">'
            f"{esc(label)}</span></span></a></li>"
            for place, (label, href) in enumerate(entries)
        )
        return f'<div class="menu-fly-out"><div class="col-wrap clear-block"><ul class="menu menu-{name}">{rows}</ul></div></div>'

    where = [(entry.label, entry.href or "/") for entry in _WHERE] + [
        (f"{entry.label}", entry.href or "/") for entry in _STATES
    ]
    what = [(entry.label, entry.href or "/") for entry in _THEMES]
    who = [
        ("Secretariat", "/secretariat"),
        ("Chairpersonship", "/chairpersonship"),
        ("Institutions", "/institutions"),
    ]
    rooms = [("News and press releases", "/press-releases"), ("Stories", "/stories"), ("Events", "/events")]
    branches = "".join(
        f'<li class="expanded"><a href="/{name}"><span>{title}</span></a>{leaves(entries, name)}</li>\n'
        for title, name, entries in (
            ("Who we are", "who", who),
            ("What we do", "what", what),
            ("Where we are", "where", where),
            ("Resources", "resources", rooms),
        )
    )
    return f'<div id="primary-menu" class="block block-menu_block clear-block"><ul class="menu primary">{branches}</ul></div>'


CSS = "".join(
    f'<link type="text/css" rel="stylesheet" media="all" href="/sites/all/{where}/css/{where[-4:]}-{n}.css?Q" />\n'
    for where in ("modules/contrib/panels", "themes/osce_main", "modules/custom/osce_core")
    for n in range(19)
)
JS = "".join(
    f'<script type="text/javascript" src="/sites/all/modules/custom/js/part-{n}.js?Q"></script>\n'
    for n in range(70)
)
SETTINGS = json.dumps(
    {
        "basePath": "/",
        "apachesolr": {
            "facets": {
                f"im_taxonomy_vid_{n}": {"limit": 10, "hidden": True, "operator": "and"} for n in range(1, 90)
            }
        },
        "lightbox2": {f"option_{n}": f"value {n}" for n in range(260)},
        "osceMap": [
            {"title": entry.label, "href": entry.href, "lat": 40 + place, "lon": 20 + place}
            for place, entry in enumerate(_WHERE)
        ],
        "facetTerms": [
            {
                "tid": 100 + place,
                "name": entry.label,
                "path": entry.href,
                "weight": place,
                "count": 37 * place,
            }
            for place, entry in enumerate((*_THEMES, *_STATES))
        ],
    },
    ensure_ascii=False,
)
_MIDDLE = (
    '<div id="page"><div id="page-inner"><a name="navigation-top" id="navigation-top"></a><div id="skip-to-nav">'
    '<a href="#navigation">Skip to Navigation</a></div>\n<div id="header"><div id="header-inner" class="clear-block">'
    '<div id="logo-title"><div id="logo"><a href="/" title="Home" rel="home"><img src="/sites/all/themes/osce_main/logo.png" '
    'alt="Home" id="logo-image" /></a></div></div>\n<div id="header-blocks" class="region region-header">'
)
_END = (
    '<div id="footer"><div id="footer-inner" class="region region-footer"><div class="block"><ul class="links">'
    + "".join(f'<li><a href="{entry.href}">{esc(entry.label)}</a></li>' for entry in menus()["footer"])
    + '</ul></div><div id="footer-message">© 1995–2025 OSCE. Made for tests.</div></div></div>\n</div></div>\n'
    '<div id="closure-blocks" class="region region-closure"></div>'
    f'{JS}<script type="text/javascript">\n<!--//--><![CDATA[//><!--\njQuery.extend(Drupal.settings, {SETTINGS});\n//--><!]]>\n</script>\n'
    "</body>\n</html>\n"
)
OLD_MENU = _old_menu()


def page(title: str, content: str, *, language: str, versions: list[tuple[str, str]], classes: str) -> str:
    """A whole page around ``content``."""
    switch = "".join(
        f'<li class="{other}{" active" if other == language else ""}"><a href="{path}" class="language-link" '
        f'xml:lang="{other}">{LANGUAGE_NAMES[other]}</a></li>'
        for other, path in versions
    )
    switcher = (
        f'<div id="block-locale-0" class="block block-locale"><div class="content"><ul>{switch}</ul></div></div>'
        if len(versions) > 1
        else ""
    )
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"\n  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">\n<head>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />\n'
        f"<title>{esc(title)} | OSCE</title>\n"
        f'<link rel="shortcut icon" href="/sites/all/themes/osce_main/favicon.ico" type="image/x-icon" />\n{CSS}</head>\n'
        f'<body class="{classes}">\n{_MIDDLE}{switcher}{OLD_MENU}</div></div></div>\n'
        f'<div id="main"><div id="main-inner" class="clear-block with-navbar">{content}</div></div>\n{_END}'
    )


def _photo(picture: Picture, story: Story) -> str:
    credit = f"({esc(picture.credit)}) " if picture.credit else ""
    return (
        '<div class="panel-pane pane-node-field-image"><div class="pane-content"><div class="photo-box">'
        f'<a href="{picture.href}" rel="lightbox" class="imagecache-link"><img src="{picture.href}" alt="" title="" '
        f'class="imagecache imagecache-article" width="460" height="306" /></a><div class="photo-caption"><span '
        f'class="credit">{credit}</span>{esc(picture.caption or "")} <a href="/node/{story.number + 3}" class="details">'
        "Photo details</a></div></div></div></div>\n"
    )


def story_page(story: Story, base_url: str, versions: list[tuple[str, str]]) -> str:
    """The page of one story in the old layout."""
    words = in_words(story.issued_on, story.language)
    place = f'<span class="place">{esc(story.place)}</span> ' if story.place else ""
    dated = (
        f'<span class="date-display-single">{words}</span>'
        if story.date_on not in ("teaser", "none", "dateline")
        else ""
    )
    heading = (
        f'<div class="panel-pane pane-node-created pane-date"><div class="pane-content">{place}{dated}</div></div>\n'
        if place or dated
        else ""
    )
    own_lead = story.number % 4 == 1
    lead = ""
    text = story.text
    dateline = story.dateline
    if own_lead and text:
        opening = f"{esc(dateline)} " if dateline else ""
        lead = (
            '<div class="field field-type-text field-field-description"><div class="field-items"><div class="field-item odd">'
            f"<p>{opening}{esc(story.lead)}</p></div></div></div>\n"
        )
        if not story.lead_repeated:
            text, dateline = text[1:], ""
    body = paragraphs(text, story, dateline=dateline) if "no_body" not in story.planted else ""
    files = ""
    if story.attachments:
        items = "".join(
            f'<li class="file-pdf"><a href="{file.href}?download=true">{esc(file.title)}</a></li>'
            for file in story.attachments
        )
        files = (
            '<div class="panel-pane pane-files"><h3 class="pane-title">Documents</h3><div class="pane-content">'
            f'<ul class="osce-download-links">{items}</ul></div></div>\n'
        )
    source = "".join(
        f'<div class="field-item {"odd" if place_ % 2 == 0 else "even"}"><a href="/{story.section}">{esc(name)}</a></div>'
        for place_, name in enumerate(story.issuers)
    )
    themes = ", ".join(
        f'<a href="/what/{slug(name)}" rel="tag">{esc(name)}</a>' for name in story.fields_of_work
    )
    issuer = (
        '<div class="panel-pane pane-node-field-item-source"><div class="pane-content"><div class="field field-type-nodereference '
        'field-field-item-source"><div class="field-label-inline-first">Source: </div><div class="field-items">'
        f"{source}</div></div></div></div>\n"
        if source
        else ""
    )
    what = (
        f'<div class="panel-pane pane-node-terms"><div class="pane-content"><strong>{WHAT_WE_DO[story.language]}</strong> {themes}'
        "</div></div>\n"
        if themes
        else ""
    )
    kind = f'<div class="panel-pane pane-node-type"><div class="pane-content"><strong>Content type:</strong> {esc(story.label)}</div></div>\n'
    related = ""
    if story.related and story.number % 2 == 0:
        rows = "".join(
            f'<div class="views-row"><div class="views-field-title"><a href="{link.path}">{esc(link.title)}</a></div></div>'
            for link in story.related
        )
        related = (
            '<div class="panel-pane pane-views pane-related"><h2 class="pane-title">Related Stories</h2><div class="pane-content">'
            f'<div class="view-content">{rows}</div></div></div>\n'
        )
    headline = f"<h1>{esc(story.title)}</h1>\n" if "no_title" not in story.planted else ""
    noise = f"<!-- served from cache {story.noise:08x} -->\n" if story.noise else ""
    content = f"""{noise}<div id="content"><div id="content-inner"><div id="content-area"><div class="panel-2col-stacked clear-block panel-display">
<div class="panel-col-top panel-panel"><div class="inside"><div class="content--header"><div class="panel-pane pane-custom"><div class="pane-content"><h2 class="section">{NEWSROOM[story.language]}</h2></div></div></div></div></div>
<div class="center-wrapper"><div class="panel-col-first panel-panel"><div class="inside content--content">{headline}{heading}{_photo(story.images[0], story) if story.images else ""}<div class="node-content"><div class="panel-pane pane-node-body"><div class="pane-content">{lead}{body}
</div></div></div>
{files}</div></div>
<div class="panel-col-last panel-panel"><div class="inside">{kind}{issuer}{what}<div class="panel-pane pane-addthis"><div class="pane-content"><a class="addthis_button" href="https://social.example/share">Share</a> <a class="print" href="/print/{story.number}">Print</a></div></div>
{related}</div></div></div></div></div></div></div>"""
    return page(
        story.title if "no_title" not in story.planted else "OSCE",
        content,
        language=story.language,
        versions=versions,
        classes="not-front not-logged-in page-node node-type-news section-" + story.section,
    )


def snippet(story: Story) -> str:
    """The beginning of the text as the old listing shows it, its dateline included."""
    text = f"{story.dateline} {story.lead}".strip()
    if len(text) <= 300:
        return text
    if story.issued_on >= dt.date(2022, 1, 1):
        return text[:300].rsplit(" ", 1)[0]
    return text[:250].rsplit(" ", 1)[0] + "..."


def row_html(row: Row, form: str) -> str:
    """One teaser of the old listings: ``form`` is press, reports or statements."""
    story = row.story
    names = ", ".join(story.issuers)
    themes = ", ".join(story.fields_of_work)
    date = (
        f'<div class="publishing-date"><span class="label">Publishing date:</span> {in_words(story.issued_on)}</div>\n'
        if story.teaser_dated and story.date_on != "none" and form != "reports"
        else ""
    )
    fields = []
    if form == "press" and (story.kind != "news_item" or story.number % 3):
        fields.append(("Content type:", story.label))
    if form == "reports":
        fields.append(("Report type:", story.label))
    if form == "press" and names and story.number % 5:
        fields.append(("Where we are:", names))
    if form != "reports" and themes:
        fields.append(("What we do:", themes))
    if form == "statements" and story.where:
        fields.append(("Locations:" if "," in story.where else "Location:", story.where))
    lines = "".join(
        f'<div class="search-field"><span class="label">{label}</span> {esc(value)}</div>\n'
        for label, value in fields
    )
    return (
        f'<div class="search-result search-result-news"><div class="search-title"><a href="{row.path}">{esc(story.title)}</a></div>\n'
        f'{date}{lines}<div class="search-snippet">{esc(snippet(story))}</div></div>\n'
    )


def listing_page(
    base_url: str,
    path: str,
    kind: ListingKind,
    rows: list[Row],
    number: int,
    last: int,
    total: int,
    size: int,
) -> str:
    """Page ``number`` (from 0) of an old listing of ``total`` items, ``size`` a page; ``last`` is the last page."""
    extra = f"&amp;rows={size}" if size != 10 else ""
    links = []
    if number:
        links.append(
            f'<li class="pager-previous"><a href="{path}?page={number - 1}{extra}" class="active">‹ previous</a></li>'
        )
    for at in range(max(0, number - 4), min(last, number + 4) + 1):
        if at == number:
            links.append(f'<li class="pager-current">{at + 1}</li>')
        else:
            links.append(
                f'<li class="pager-item"><a href="{path}?page={at}{extra}" title="Go to page {at + 1}">{at + 1}</a></li>'
            )
    if number < last:
        links.append(
            f'<li class="pager-next"><a href="{path}?page={number + 1}{extra}" class="active">next ›</a></li>'
        )
        links.append(
            f'<li class="pager-last last"><a href="{path}?page={last}{extra}" class="active">last »</a></li>'
        )
    pager = f'<div class="item-list"><ul class="pager">{"".join(links)}</ul></div>' if last else ""
    first = number * size + 1
    said = f"Displaying {first} - {min(total, first + size - 1)} of {total}"
    if kind.form == "press":
        intro = '<h1>News and press releases</h1><p class="intro">News and press releases of the whole Organization.</p>'
        facets = (
            '<div class="panel-pane pane-apachesolr-facets"><h3 class="pane-title">What we do</h3><ul>'
            '<li><a href="/press-releases/policing?page=0">Policing</a> (12)</li>'
            '<li><a href="/press-releases/news%253Fpage%253D1?page=1">Elections</a> (9)</li></ul></div>\n'
        )
    else:
        intro, facets = f"<h1>{esc(kind.title)}</h1>", ""
    content = f"""<div id="content"><div id="content-inner"><div class="content--header"><h2 class="section">Newsroom</h2></div>
<div class="content--content">{intro}
{facets}<div class="panel-pane pane-apachesolr-result"><div class="pane-content"><div class="search-total">{said}</div>
{"".join(row_html(row, kind.form) for row in rows)}{pager}</div></div></div></div></div>"""
    return page(
        kind.title,
        content,
        language="en",
        versions=[("en", path)],
        classes="not-front not-logged-in page-press-releases",
    )
