"""The site since autumn 2025: Drupal 11, a mega menu on every page, BEM classes, ``<time datetime>``."""

import json

from tests.site.layouts.markup import esc, in_words, paragraphs
from tests.site.menu import Entry, menus, slug
from tests.site.stories import Picture, Story

LANGUAGE_NAMES = {"en": "English", "uk": "Українська", "ru": "Русский", "sq": "Shqip"}

_ARROW = (
    '<svg class="icon icon--chevron" width="12" height="12" viewBox="0 0 24 24" fill="none" aria-hidden="true" '
    'focusable="false"><path d="M6 9l6 6 6-6" stroke="currentColor" stroke-width="2"/></svg>'
)
SPRITE = "".join(
    f'<symbol id="icon-{name}" viewBox="0 0 24 24"><title>{name}</title><path d="M{12 + place}.6 2.2c{place}.13 1.97 '
    f"4.44 6.36 4.44 11.45 0 2.{place}1-.51 5.{place}-1.88 7.36-1.83 2.67-5.1 4.2-8.22 3.1-2.6-.9-4.7-3.0-5.5-5.6"
    f'-.9-3.1.1-6.6 2.3-8.9 1.9-2.0 4.4-3.3 6.9-4.5l1.96-3.06z" fill-rule="evenodd"/></symbol>'
    for place, name in enumerate(
        (
            "search",
            "globe",
            "facebook",
            "x",
            "linkedin",
            "mail",
            "print",
            "download",
            "calendar",
            "pin",
            "close",
            "menu",
        )
    )
)


def _branch(entry: Entry, level: int, place: int, trail: str) -> str:
    """One entry of the mega menu with everything below it."""
    key = f"{trail}-{place}"
    extra = f'<span class="mega-menu__icon">{_ARROW}</span>' if entry.children else ""
    if entry.href is None:
        head = (
            f'<button type="button" class="mega-menu__toggle mega-menu__toggle--level-{level}" aria-expanded="false" '
            f'aria-controls="submenu-{key}" data-js-mega-menu-toggle><span class="mega-menu__label">{esc(entry.label)}'
            f"</span>{extra}</button>"
        )
    else:
        head = (
            f'<a href="{entry.href}" class="mega-menu__link mega-menu__link--level-{level}" '
            f'data-drupal-link-system-path="taxonomy/term/{1000 + len(entry.href) * 7 + place}">'
            f'<span class="mega-menu__label">{esc(entry.label)}</span></a>{extra}'
        )
    below = ""
    if entry.children:
        items = "".join(
            _branch(child, level + 1, at, key) for at, child in enumerate(entry.children, start=1)
        )
        below = (
            f'<div class="mega-menu__panel mega-menu__panel--level-{level}" id="submenu-{key}"><div class="mega-menu__inner">'
            f'<ul class="mega-menu__list mega-menu__list--level-{level + 1}">{items}</ul></div></div>'
        )
    state = "has-children" if entry.children else "is-leaf"
    return f'\n<li class="mega-menu__item mega-menu__item--level-{level} {state}" data-menu-depth="{level}">{head}{below}</li>'


def main_menu(entries: tuple[Entry, ...], *, stray: bool = True) -> str:
    """The mega menu. After "Our work" stands a repeated label without an address, as on the real site."""
    items = []
    for place, entry in enumerate(entries, start=1):
        items.append(_branch(entry, 1, place, "main"))
        if place == 1 and stray:
            items.append(
                '\n<li class="mega-menu__item mega-menu__item--back" aria-hidden="true">'
                '<span class="mega-menu__back-label">Fields of work</span></li>'
            )
    return (
        '<nav role="navigation" aria-labelledby="block-osce-main-navigation-menu" id="block-osce-main-navigation" '
        'class="block block-menu navigation menu--main mega-menu"><h2 class="visually-hidden" '
        'id="block-osce-main-navigation-menu">Main navigation</h2>'
        f'<ul class="mega-menu__list mega-menu__list--level-1">{"".join(items)}</ul></nav>'
    )


def _footer() -> str:
    items = "".join(
        f'<li class="footer-menu__item"><a href="{entry.href}" class="footer-menu__link">{esc(entry.label)}</a></li>\n'
        for entry in menus()["footer"]
    )
    return f"""
<footer class="site-footer" role="contentinfo"><div class="site-footer__inner l-container">
<div class="site-footer__brand"><a href="/" rel="home"><img src="/themes/custom/osce/logo-white.svg" alt="OSCE" width="120" height="48" loading="lazy"></a>
<p class="site-footer__address">Wallnerstrasse 6, 1010 Vienna, Austria</p></div>
<nav aria-labelledby="block-osce-footer-menu" id="block-osce-footer" class="block block-menu navigation menu--footer">
<h2 class="visually-hidden" id="block-osce-footer-menu">Footer</h2><ul class="footer-menu">{items}</ul></nav>
<div class="site-footer__newsletter"><h2>Stay informed</h2><form action="/newsletter" method="post"><label for="nl-mail">E-mail</label>
<input type="email" id="nl-mail" name="mail"><button type="submit">Subscribe</button></form></div>
<ul class="social-links">{"".join(f'<li><a href="https://social.example/{name}" rel="noopener"><svg aria-hidden="true"><use href="#icon-{name}"></use></svg><span class="visually-hidden">{name}</span></a></li>' for name in ("facebook", "x", "linkedin"))}</ul>
<p class="site-footer__legal">© OSCE. Made for tests.</p></div></footer>"""


def _settings() -> str:
    """The JSON and scripts at the end of the page, which make up a good part of a Drupal page's weight."""
    settings = {
        "path": {"baseUrl": "/", "pathPrefix": "", "currentLanguage": "en", "isFront": False},
        "ajaxPageState": {
            "libraries": ",".join(f"osce/component-{number:02d}" for number in range(60)),
            "theme": "osce",
            "theme_token": None,
        },
        "klaro": {
            "config": {"services": [{"name": f"service_{n}", "default": n % 2 == 0} for n in range(12)]}
        },
        "views": {
            "ajax_path": "/views/ajax",
            "ajaxViews": {f"views_dom_id:{n:032x}": {"view_name": "related"} for n in range(4)},
        },
        "user": {"uid": 0, "permissionsHash": "0" * 64},
    }
    scripts = "".join(
        f'<script src="/sites/default/files/js/js_{n:02d}aVx0Qm.js?scope=footer&amp;delta={n}&amp;language=en&amp;theme=osce"></script>\n'
        for n in range(9)
    )
    return f'<script type="application/json" data-drupal-selector="drupal-settings-json">{json.dumps(settings)}</script>\n{scripts}'


HEAD_ASSETS = "".join(
    f'<link rel="stylesheet" media="all" href="/sites/default/files/css/css_{n:02d}kZt7.css?delta={n}&amp;language=en&amp;theme=osce">\n'
    for n in range(12)
) + (
    "<style>:root{--c-blue:#003b71;--c-sky:#6cb4e4}"
    + "".join(f".u-mt-{n}{{margin-top:{n * 4}px}}.u-mb-{n}{{margin-bottom:{n * 4}px}}" for n in range(40))
    + "</style>\n<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}"
    "gtag('consent','default',{analytics_storage:'denied'});</script>\n"
)
_COOKIES = (
    '<div class="cookie-banner" role="dialog" aria-label="Cookies" hidden><p>We use cookies that are needed for the '
    'site to work, and others to count visits.</p><button type="button">Accept all</button>'
    '<button type="button">Only what is needed</button></div>'
)
_TOP = (
    '<a href="#main-content" class="visually-hidden focusable skip-link">Skip to main content</a>\n'
    f'<svg xmlns="http://www.w3.org/2000/svg" style="display:none">{SPRITE}</svg>\n{_COOKIES}\n'
    '<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div class="layout-container">\n'
    '<header class="site-header" role="banner"><div class="site-header__inner l-container">'
    '<a href="/" title="Home" rel="home" class="site-header__logo"><img src="/themes/custom/osce/logo.svg" alt="OSCE" '
    'width="140" height="56"></a>\n'
)
_SEARCH = (
    '<form class="search-form" action="/search" method="get" role="search"><label class="visually-hidden" for="q">Search'
    '</label><input id="q" type="search" name="query" placeholder="Search"><button type="submit"><svg aria-hidden="true">'
    '<use href="#icon-search"></use></svg><span class="visually-hidden">Search</span></button></form></div></header>\n'
)
MAIN_MENU = main_menu(menus()["main"])
_BEFORE_MAIN = f"{_SEARCH}{MAIN_MENU}\n"
FOOTER = _footer()
SETTINGS = _settings()
_END = f"{FOOTER}\n</div></div>\n{SETTINGS}</body>\n</html>\n"


def _switch(links: list[tuple[str, str]], current: str) -> str:
    """The language switch: (language, path) of every version."""
    items = "".join(
        f'<li class="language-switcher__item{" is-active" if language == current else ""}"><a href="{path}" '
        f'class="language-link" hreflang="{language}" lang="{language}">{LANGUAGE_NAMES[language]}</a></li>'
        for language, path in links
    )
    return (
        '<nav class="language-switcher" aria-label="Languages" id="block-osce-languageswitcher"><ul class="links">'
        f"{items}</ul></nav>"
    )


def page(
    base_url: str,
    path: str,
    title: str,
    main: str,
    *,
    language: str = "en",
    versions: list[tuple[str, str]],
    description: str = "",
    head: str = "",
    classes: str = "path-node page-node-type-news",
) -> str:
    """A whole page around ``main``. ``versions`` are (language, path) pairs of the language switch."""
    alternates = "".join(
        f'<link rel="alternate" hreflang="{other}" href="{base_url}{where}">\n' for other, where in versions
    )
    about = f'<meta name="description" content="{esc(description)}">\n' if description else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="ltr" prefix="og: https://ogp.me/ns#">\n<head>\n'
        f'<meta charset="utf-8">\n{about}<link rel="canonical" href="{base_url}{path}">\n{alternates}{head}'
        '<meta name="Generator" content="Drupal 11 (https://www.drupal.org)">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1.0">\n'
        f'<title>{esc(title)} | OSCE</title>\n{HEAD_ASSETS}</head>\n<body class="{classes}">\n'
        f"{_TOP}{_switch(versions, language)}\n{_BEFORE_MAIN}{main}{_END}"
    )


def _time(story: Story, *, css: str = "datetime") -> str:
    return f'<time datetime="{story.issued_on}T12:00:00Z" class="{css}">{in_words(story.issued_on, story.language)}</time>'


def _meta(story: Story, labels: dict[str, str]) -> str:
    """The labelled facts between lead and body, as a list or (every third story) as a definition list."""
    rows: list[tuple[str, list[str]]] = []
    if story.date_on == "time_label":
        rows.append((labels["issued_on"], [_time(story)]))
    elif story.date_on == "label":
        rows.append((labels["issued_on"], [f"<span>{in_words(story.issued_on, story.language)}</span>"]))
    elif story.date_on in ("teaser", "none"):
        rows.append((labels["issued_on"], [""]))
    if story.issuers and story.kind != "event":
        rows.append(
            (
                labels["issuer"],
                [f'<a href="/{story.section}" hreflang="en">{esc(name)}</a>' for name in story.issuers],
            )
        )
    if story.kind == "event":
        if story.when:
            rows.append(("When", [f'<span class="date-recur">{esc(story.when)}</span>']))
        if story.where:
            rows.append(("Where", [esc(story.where)]))
        if story.organizer:
            rows.append(("Organized by", [f'<a href="/{story.section}">{esc(story.organizer)}</a>']))
    if story.fields_of_work:
        rows.append(
            (
                labels["fields_of_work"],
                [
                    f'<a href="/fields-of-work/{slug(name)}" hreflang="en">{esc(name)}</a>'
                    for name in story.fields_of_work
                ],
            )
        )
    if story.number % 3 == 0:
        inner = "".join(
            f'<div class="node-info__row"><dt class="node-info__label">{label}</dt>'
            + "".join(f'<dd class="node-info__value">{value}</dd>' for value in values)
            + "</div>\n"
            for label, values in rows
        )
        return f'<dl class="node-info">{inner}</dl>'
    inner = "".join(
        f'<li class="node-info__label">{label}</li>\n'
        + "".join(f'<li class="node-info__value">{value}</li>\n' for value in values)
        for label, values in rows
    )
    return f'<div class="node-info"><ul class="node-info__list">{inner}</ul></div>'


def hash_of(name: str) -> int:
    """A small number of a name, the same in every run, for addresses of taxonomy terms."""
    return sum(place * ord(letter) for place, letter in enumerate(name, start=1)) % 900 + 100


def _figure(picture: Picture) -> str:
    credit = f'<span class="media__credit">{esc(picture.credit)}</span>' if picture.credit else ""
    caption = f'<span class="media__caption">{esc(picture.caption)}</span> ' if picture.caption else ""
    under = f'<figcaption class="media__text">{caption}{credit}</figcaption>' if caption or credit else ""
    return (
        '<figure class="media media--image"><div class="media__wrapper"><picture>'
        f'<source srcset="{picture.href}.webp 1x, {picture.href}.webp?itok=2x 2x" type="image/webp">'
        f'<img loading="lazy" src="{picture.href}" width="1200" height="800" alt="{esc(picture.caption or "")}">'
        f"</picture></div>{under}</figure>\n"
    )


_SHARE = (
    '<div class="share" aria-label="Share"><span class="share__label">Share this</span><ul class="share__list">'
    + "".join(
        f'<li><a class="share__link" href="https://social.example/share/{name}" target="_blank" rel="noopener noreferrer">'
        f'<svg aria-hidden="true"><use href="#icon-{name}"></use></svg>{title}</a></li>'
        for name, title in (
            ("facebook", "Facebook"),
            ("x", "X"),
            ("linkedin", "LinkedIn"),
            ("mail", "E-mail"),
        )
    )
    + "</ul></div>\n"
)

LABELS = {
    "en": {"issued_on": "Issued on:", "issuer": "Issued by:", "fields_of_work": "Fields of work:"},
    "uk": {"issued_on": "Issued on:", "issuer": "Джерело:", "fields_of_work": "Наша діяльність:"},
    "ru": {"issued_on": "Issued on:", "issuer": "Issued by:", "fields_of_work": "Fields of work:"},
    "sq": {"issued_on": "Issued on:", "issuer": "Issued by:", "fields_of_work": "Fields of work:"},
}


def _body(story: Story) -> str:
    """The body sections: one, or two around the second picture."""
    text = story.text if story.lead_repeated else story.text[1:]
    dateline = story.dateline
    wrap = '<div class="layout__region"><div class="paragraph paragraph--type--{kind}">{inner}</div></div>\n'
    section = (
        '<div class="body body-section is-text text--default"><div class="clearfix text-formatted field '
        'field--name-field-text field--type-text-long">{inner}</div></div>'
    )
    if len(story.images) > 1 and len(text) > 2:
        first = wrap.format(
            kind="text", inner=section.format(inner=paragraphs(text[:2], story, dateline=dateline))
        )
        middle = wrap.format(kind="image", inner=_figure(story.images[1]))
        rest = wrap.format(kind="text", inner=section.format(inner=paragraphs(text[2:], story)))
        return first + middle + rest
    return wrap.format(kind="text", inner=section.format(inner=paragraphs(text, story, dateline=dateline)))


def _attachments(story: Story) -> str:
    if not story.attachments:
        return ""
    items = "".join(
        f'<li class="downloads__item"><a href="{file.href}" type="application/pdf" '
        f'{f"""hreflang="{file.language}" """ if file.language else ""}class="downloads__link">{esc(file.title)}</a> '
        f'<span class="downloads__size">PDF, {200 + hash_of(file.title)} KB</span></li>'
        for file in story.attachments
    )
    return (
        f'<section class="downloads"><h2 class="downloads__title">Downloads</h2><ul>{items}</ul></section>\n'
    )


def _related(story: Story) -> str:
    if not story.related:
        return ""
    cards = "".join(
        f'<li class="card-list__item"><a class="teaser teaser--small" href="{link.path}"><span class="teaser__type">'
        f'{esc(link.kind)}</span><h3 class="teaser__title">{esc(link.title)}</h3></a></li>\n'
        for link in story.related
    )
    return (
        '<aside class="related" aria-labelledby="related-title"><h2 id="related-title" class="related__title">'
        f'Related stories</h2><ul class="card-list">{cards}</ul></aside>\n'
    )


def story_page(story: Story, base_url: str, versions: list[tuple[str, str]]) -> str:
    """The page of one story. ``versions`` are (language, path) of all its language versions, its own included."""
    labels = LABELS[story.language]
    picture = story.images[0] if story.images else None
    head = (
        f'<link rel="shortlink" href="{base_url}/node/{story.number}">\n'
        '<meta property="og:site_name" content="OSCE">\n<meta property="og:type" content="article">\n'
        f'<meta property="og:url" content="{base_url}{story.path}">\n'
    )
    if "no_title" not in story.planted:
        head += f'<meta property="og:title" content="{esc(story.title)}">\n'
    if story.text:
        head += f'<meta property="og:description" content="{esc(story.lead[:190])}">\n'
    if picture:
        head += f'<meta property="og:image" content="{base_url}{picture.href}">\n'
    if story.date_on == "metadata":
        head += f'<meta property="article:published_time" content="{story.issued_on}T10:30:00+02:00">\n'
    kicker = f'<span class="tag tag--type">{esc(story.label)}</span>' if story.label else ""
    if story.date_on == "time":
        kicker += f' <span class="article__date">{_time(story)}</span>'
    headline = (
        f'<h1 class="article__title"><span class="field field--name-title field--type-string">{esc(story.title)}</span></h1>'
        if "no_title" not in story.planted
        else ""
    )
    lead = (
        f'<div class="article__lead text--lead"><div class="field field--name-field-lead"><p>{esc(story.lead)}</p></div></div>'
        if story.text
        else ""
    )
    noise = f"<!-- render cache {story.noise:08x} -->\n" if story.noise else ""
    crumb = esc(story.title[:60]) if "no_title" not in story.planted else esc(str(story.number))
    main = f"""<main role="main" class="layout-main" id="main-content-wrapper"><a id="main-content" tabindex="-1"></a>
<div class="layout-content"><div data-drupal-messages-fallback class="hidden"></div>
<nav class="breadcrumb" aria-labelledby="system-breadcrumb"><h2 id="system-breadcrumb" class="visually-hidden">Breadcrumb</h2>
<ol><li><a href="/">Home</a></li><li><a href="/{story.section}">{esc(story.section.replace("-", " ").capitalize())}</a></li><li>{crumb}</li></ol></nav>
{noise}<article data-history-node-id="{story.number}" class="node node--type-news node--view-mode-full article">
<header class="article__header section is-header"><div class="l-container"><div class="article__kicker">{kicker}</div>
{headline}
{lead}
</div></header>
<div class="article__aside">{_meta(story, labels)}
{_SHARE}</div>
{_figure(picture) if picture else ""}<div class="article__content layout layout--onecol">
{_body(story) if "no_body" not in story.planted else ""}</div>
{_attachments(story)}</article>
{_related(story)}</div></main>
"""
    return page(
        base_url,
        story.path,
        story.title if "no_title" not in story.planted else "OSCE",
        main,
        language=story.language,
        versions=versions,
        description=story.lead[:150],
        head=head,
    )


def teaser(story: Story, path: str) -> str:
    """A teaser of the new listing: the anchor wraps everything."""
    date = (
        f'<span class="teaser__date">{_time(story, css="teaser__time")}</span>'
        if story.teaser_dated and story.date_on != "none"
        else ""
    )
    image = (
        f'<span class="teaser__image"><img src="{story.images[0].href}" alt="" loading="lazy"></span>'
        if story.images
        else ""
    )
    return (
        f'<li class="views-row"><a class="teaser teaser--news" href="{path}"><span class="teaser__body">'
        f'<span class="teaser__type">{esc(story.label)}</span> {date}<h2 class="teaser__title">{esc(story.title)}</h2>'
        f'<span class="teaser__text">{esc(story.lead[:180])}</span></span>{image}</a></li>\n'
    )


def listing_page(
    base_url: str,
    path: str,
    number: int,
    last: int,
    rows: list[str],
    *,
    title: str = "News",
    pager_path: str | None = None,
) -> str:
    """Page ``number`` (from 0) of a listing whose last page is ``last``, with the teasers ``rows``."""
    where = pager_path or path
    links = []
    if number > 0:
        links.append(
            f'<li class="pager__item pager__item--previous"><a href="{where}?page={number - 1}" rel="prev" title="Go to '
            'previous page"><span class="visually-hidden">Previous page</span><span aria-hidden="true">‹‹</span></a></li>'
        )
    for page_number in range(max(0, number - 4), min(last, number + 4) + 1):
        current = ' aria-current="page"' if page_number == number else ""
        links.append(
            f'<li class="pager__item{" is-active" if current else ""}"><a href="{where}?page={page_number}"{current}>'
            f'<span class="visually-hidden">Page </span>{page_number + 1}</a></li>'
        )
    if number < last:
        links.append(
            f'<li class="pager__item pager__item--next"><a href="{where}?page={number + 1}" rel="next" title="Go to next '
            'page"><span class="visually-hidden">Next page</span><span aria-hidden="true">››</span></a></li>'
        )
        links.append(
            f'<li class="pager__item pager__item--last"><a href="{where}?page={last}" title="Go to last page">Last »</a></li>'
        )
    pager = (
        '<nav class="pager" role="navigation" aria-labelledby="pagination-heading"><h4 id="pagination-heading" '
        f'class="visually-hidden">Pagination</h4><ul class="pager__items js-pager__items">{"".join(links)}</ul></nav>'
        if last
        else ""
    )
    main = f"""<main role="main" class="layout-main"><a id="main-content" tabindex="-1"></a><div class="layout-content">
<h1 class="page-title">{esc(title)}</h1>
<div class="views-element-container"><div class="view view-news view-id-news view-display-id-page_1">
<div class="view-filters"><form class="views-exposed-form" action="{path}" method="get"><label for="f-type">Type</label>
<select id="f-type" name="type"><option value="All">- Any -</option><option>News Item</option><option>Press release</option></select></form></div>
<p class="view-links"><a href="/news/press-releases%253Fpage%253D3?page=2">Older releases</a></p>
<div class="view-content"><ul class="teaser-list">
{"".join(rows)}</ul></div>
{pager}</div></div></div></main>
"""
    return page(
        base_url,
        path if number == 0 else f"{path}?page={number}",
        title,
        main,
        versions=[("en", path)],
        classes="path-news page-view-news",
    )


def plain_page(
    base_url: str,
    path: str,
    title: str,
    versions: list[tuple[str, str]],
    language: str = "en",
    rows: str = "",
) -> str:
    """A page that is no news: a section, a country, the front page (with the teasers ``rows``)."""
    latest = (
        f'<section class="latest"><h2>Latest news</h2><ul class="teaser-list">{rows}</ul></section>'
        if rows
        else ""
    )
    main = (
        f'<main role="main" class="layout-main"><a id="main-content" tabindex="-1"></a><h1 class="page-title">{esc(title)}'
        f'</h1><div class="body"><p>This page introduces {esc(title)} and leads to its documents.</p></div>{latest}</main>\n'
    )
    return page(base_url, path, title, main, versions=versions, classes="path-section", language=language)
