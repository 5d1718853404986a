"""What happens to a page after it was laid out: shortened, wrapped by an archive, renamed, damaged."""

import re
import zlib

from tests.site.layouts import drupal6, drupal11, odihr
from tests.site.menu import Entry, menus

_CLASS = re.compile(r'class="([^"]*)"')
_ID = re.compile(r'\b(id|aria-labelledby|aria-controls|for)="([^"]*)"')
_HREF = re.compile(r'\b(href|action)="(?!#|mailto:)([^"]*)"')
_SRC = re.compile(r'\b(src)="([^"]*)"')
_TAGS_TO_DROP = re.compile(r"</(?:p|li|div|span|section|article|figure|ul)>")


def cut(entries: tuple[Entry, ...], most: int = 3) -> tuple[Entry, ...]:
    """A menu with at most ``most`` leaves below every entry."""
    return tuple(
        Entry(e.label, e.href, cut(e.children, most)[: most if not e.children[0].children else 9])
        if e.children
        else e
        for e in entries
    )


_SHORT_MAIN = drupal11.main_menu(cut(menus()["main"]))
_SHORT_ODIHR = drupal11.main_menu(cut(odihr.MENU), stray=False)


def short(html: str) -> str:
    """The page with few menu entries and few assets, to keep the repository small."""
    return (
        html.replace(drupal11.MAIN_MENU, _SHORT_MAIN)
        .replace(drupal11.main_menu(odihr.MENU, stray=False), _SHORT_ODIHR)
        .replace(drupal11.SPRITE, "")
        .replace(
            drupal11.HEAD_ASSETS,
            '<link rel="stylesheet" media="all" href="/sites/default/files/css/css_a.css">\n',
        )
        .replace(drupal11.SETTINGS, '<script src="/sites/default/files/js/js_a.js"></script>\n')
        .replace(drupal6.OLD_MENU, _SHORT_OLD)
        .replace(
            drupal6.CSS,
            '<link type="text/css" rel="stylesheet" media="all" href="/sites/all/themes/osce_main/main.css" />\n',
        )
        .replace(drupal6.JS, '<script type="text/javascript" src="/misc/jquery.js"></script>\n')
        .replace(drupal6.SETTINGS, '{"basePath": "/"}')
    )


_SHORT_OLD = (
    '<div id="primary-menu" class="block block-menu_block clear-block"><ul class="menu primary">'
    '<li class="expanded"><a href="/who"><span>Who we are</span></a><ul class="menu"><li class="leaf"><a href="/secretariat">Secretariat</a></li></ul></li>\n'
    '<li class="expanded"><a href="/what"><span>What we do</span></a><ul class="menu"><li class="leaf first"><a href="/what/policing">Policing</a></li>'
    '<li class="leaf"><a href="/what/elections">Elections</a></li></ul></li>\n'
    '<li class="expanded"><a href="/where"><span>Where we are</span></a><ul class="menu"><li class="leaf"><a href="/mission-to-skopje">Mission to Skopje</a></li></ul></li>\n'
    "</ul></div>"
)


def wayback(html: str, stamp: str = "20260301123456", base: str = "https://www.osce.org") -> str:
    """The page as the Wayback Machine plays it back: toolbar, rewritten links, comments."""

    def absolute(target: str) -> str:
        return target if target.startswith("http") else base + target

    html = _HREF.sub(lambda m: f'{m[1]}="https://web.archive.org/web/{stamp}/{absolute(m[2])}"', html)
    html = _SRC.sub(lambda m: f'{m[1]}="/web/{stamp}im_/{absolute(m[2])}"', html)
    html = re.sub(
        r'content="(https?://[^"]*)"', lambda m: f'content="https://web.archive.org/web/{stamp}/{m[1]}"', html
    )
    head = (
        '<head><script src="//archive.org/includes/athena.js" type="text/javascript"></script>\n'
        f'<script type="text/javascript">window.RufflePlayer=window.RufflePlayer||{{}};__wm.wombat("{base}/","{stamp}","https://web.archive.org/","web","https://web-static.archive.org/_static/","1772368496");</script>\n'
        '<link rel="stylesheet" type="text/css" href="https://web-static.archive.org/_static/css/banner-styles.css?v=1utQkbB3" />\n<!-- End Wayback Rewrite JS Include -->\n'
    )
    toolbar = (
        '<!-- BEGIN WAYBACK TOOLBAR INSERT -->\n<div id="wm-ipp-base" lang="en" style="display:none;direction:ltr;"><div id="wm-ipp">'
        '<div id="donato"></div><div id="wm-ipp-inside"><div id="wm-toolbar"><p class="n"><a class="nav" href="/web/*/">14 captures</a></p>'
        '<div class="r" title="Timespan for captures of this URL">02 Jan 2024 - 03 Sep 2026</div><table><tr class="m"><td>Feb</td><td>MAR</td><td>Apr</td></tr>'
        '<tr class="d"><td>01</td></tr><tr class="y"><td>2025</td><td>2026</td><td>2027</td></tr></table><h1>Wayback Machine</h1><time datetime="2026-03-01">1 Mar 2026</time>'
        "<p>About this capture</p></div></div></div></div>\n<!-- END WAYBACK TOOLBAR INSERT -->"
    )
    html = html.replace("<head>", head, 1)
    html = re.sub(r"(<body[^>]*>)", lambda m: m[1] + toolbar, html, count=1)
    return html + (
        "<!--\n     FILE ARCHIVED ON 12:34:56 Mar 01, 2026 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 08:00:00 Sep 14, 2026.\n"
        "     JAVASCRIPT APPENDED BY WAYBACK MACHINE, COPYRIGHT INTERNET ARCHIVE.\n-->\n"
    )


def renamed(html: str) -> str:
    """The page with every class and id replaced by a meaningless one."""

    def word(name: str) -> str:
        return f"x{zlib.crc32(name.encode()) % 100_000:05d}"

    html = _CLASS.sub(lambda m: 'class="' + " ".join(word(name) for name in m[1].split()) + '"', html)
    return _ID.sub(lambda m: f'{m[1]}="{word(m[2])}"', html)


def unclosed(html: str, keep: int = 3) -> str:
    """The page with only every ``keep``-th closing tag left behind <main>."""
    head, mark, main = html.partition("<article")
    count = 0

    def drop(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match[0] if count % keep == 0 else ""

    return head + mark + _TAGS_TO_DROP.sub(drop, main)


def shouted(html: str) -> str:
    """Tags in capitals, attributes without quotes where that is possible."""
    html = re.sub(r"<(/?)([a-z][a-z0-9]*)", lambda m: f"<{m[1]}{m[2].upper()}", html)
    return re.sub(r'(\w+)="([A-Za-z0-9/_:.\-]+[A-Za-z0-9_:.\-])"', r"\1=\2", html)
