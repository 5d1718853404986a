"""Damaged pages: each is a sound page with one thing broken, and expects what can still be known."""

import re
from dataclasses import replace

from tests.site.casebook import drupal6, drupal11
from tests.site.casebook.case import WWW, Case, dateline, facts, tale
from tests.site.casebook.change import short, shouted, unclosed
from tests.site.layouts import drupal6 as layout6
from tests.site.layouts.early import bare_page, newsroom_page
from tests.site.layouts.markup import esc
from tests.site.stories import Story

_MENU = re.compile(r'<nav role="navigation" aria-labelledby="block-osce-main-navigation-menu".*?</nav>', re.S)
_INFO = re.compile(r'<(div|dl) class="node-info">.*?</\1>', re.S)
_TEXT = re.compile(r">([^<>]+)<")


def _lone(key: str, number: int) -> Story:
    """A story under a number of its own, without related stories."""
    return replace(tale(key), number=number, related=())


def _in_article(html: str, change: re.Pattern[str], put: str) -> str:
    head, mark, article = html.partition("<article")
    return head + mark + change.sub(put, article)


def _with_body(story: Story, body: str) -> str:
    """The page with its body section's content replaced."""
    html = drupal11.lay_out(story)
    return re.sub(
        r'(<div class="clearfix text-formatted[^>]*>).*?(</div></div>)',
        lambda m: m[1] + body + m[2],
        html,
        count=1,
        flags=re.S,
    )


def _new(name: str, about: str, story: Story, page: str | bytes, **changed: object) -> Case:
    headers = changed.pop("headers", {"Content-Type": "text/html; charset=UTF-8"})
    assert isinstance(headers, dict)
    return Case(
        "drupal11", f"damaged-{name}", about, WWW + story.path, page, facts(story, **changed), headers=headers
    )


def new_layout() -> list[Case]:
    """Damage to pages of 2025."""
    closing = _lone("591517-en", 700101)
    charset = _lone("560077-sq", 700102)
    cyrillic = _lone("557342-ru", 700103)
    unlabelled = _lone("574055-en", 700104)
    german = _lone("599260-en", 700105)
    empty_time = _lone("564019-en", 700106)
    no_menu = _lone("572804-en", 700107)
    breaks = _lone("555210-en", 700108)
    spaces = _lone("601722-en", 700109)
    two = _lone("538816-en", 700110)
    cut_off = replace(_lone("531680-en", 700111), lead_repeated=False)
    loud = _lone("544190-en", 700112)
    numeric = _lone("585504-en", 700113)
    scripts = _lone("661950-en", 700114)
    no_heading = _lone("597715-en", 700115)
    comments = _lone("566601-en", 700116)
    control = _lone("580961-en", 700117)
    glued = _lone("535120-en", 700118)
    printed = _lone("590233-en", 700119)
    headings = _lone("664871-en", 700120)
    tables = _lone("569420-en", 700121)

    page = drupal11.lay_out(unlabelled)
    page_unlabelled = re.sub(
        r'<li class="node-info__label">.*?</li>\n|<dt class="node-info__label">.*?</dt>', "", page
    )
    page_german = (
        drupal11.lay_out(german)
        .replace("Issued on:", "Veröffentlicht am:")
        .replace("Issued by:", "Herausgegeben von:")
        .replace("Fields of work:", "Themen:")
    )
    page_empty = re.sub(
        r"<time[^>]*>.*?</time>", '<time datetime="" class="datetime"></time>', drupal11.lay_out(empty_time)
    )
    page_breaks = _with_body(
        breaks, "<br>\n<br>".join(esc(b.text) for b in breaks.text) + "<br><br>&nbsp;<br>"
    )
    page_spaces = drupal11.lay_out(spaces)
    head, mark, article = page_spaces.partition("<article")
    article = _TEXT.sub(lambda m: f">{m[1].replace(' ', '&nbsp;')}<", article)
    page_spaces = head + mark + article
    other = drupal11.lay_out(_lone("533371-en", 700190))
    second = other[other.index("<article") : other.index("</article>") + len("</article>")]
    page_two = drupal11.lay_out(two).replace("</article>", f"</article>\n<h2>Read next</h2>\n{second}", 1)
    page_cut = drupal11.lay_out(cut_off)
    at = page_cut.index("In the last part")
    page_cut = page_cut[: page_cut.index("</p>", at) + 4]
    page_numeric = (
        "".join(letter if ord(letter) < 128 else f"&#{ord(letter)};" for letter in drupal11.lay_out(numeric))
        .replace("Issued on:", "&#73;ssued&#32;on&#58;")
        .replace("Issued by:", "&#x49;ssued by&colon;")
    )
    page_scripts = _with_body(
        scripts,
        "\n".join(
            f"<p>{esc(b.text)}<script>var shown = 'Issued on: 1 January 1999';</script></p><style>.ad{{display:none}}</style>"
            '<noscript><img src="/pixel.gif" alt=""></noscript>'
            for b in scripts.text
        )
        + "<template><p>Never shown.</p></template>",
    )
    page_heading = re.sub(
        r'<h1 class="article__title">.*?</h1>', "", drupal11.lay_out(no_heading), flags=re.S
    )
    page_comments = drupal11.lay_out(comments).replace(
        '<div class="article__aside">',
        '<!-- <ul><li>Issued on:</li><li><time datetime="1999-01-01">1 January 1999</time></li><li>Issued by:</li><li>OSCE '
        'Mission to Nowhere</li></ul> -->\n<div hidden style="display:none"><p>Draft</p></div>\n<div class="article__aside">',
    )
    page_control = "\ufeff" + drupal11.lay_out(control).replace("\n", "\r\n").replace("</p>", "\x00</p>")
    page_glued = _INFO.sub(
        f'<div class="node-info"><p>Issued on:20 January 2023<br>Issued by:{glued.issuers[0]}<br>'
        f"Fields of work:{', '.join(glued.fields_of_work)}</p></div>",
        drupal11.lay_out(glued),
    )
    page_printed = drupal11.lay_out(printed)
    whole = page_printed[
        page_printed.index("<article") : page_printed.index("</article>") + len("</article>")
    ]
    page_printed = page_printed.replace(
        whole, f'{whole}\n<div class="print-only" aria-hidden="true">{whole}</div>'
    )
    page_headings = drupal11.lay_out(headings).replace(
        '<header class="site-header" role="banner">',
        '<header class="site-header" role="banner"><h1 class="site-name">OSCE</h1>',
    )
    page_tables = drupal11.lay_out(tables)
    start = page_tables.index('<header class="article__header')
    end = page_tables.index("</article>")
    rows = "".join(
        f"<table><tr><td><table width='100%'><tr><td>&nbsp;</td><td><p>{esc(b.text)}</p></td></tr></table></td></tr></table>"
        for b in tables.text
    )
    page_tables = (
        page_tables[:start]
        + f"<table><tr><td><table><tr><td>News Item</td></tr><tr><td><h1>{esc(tables.title)}</h1></td></tr></table></td></tr><tr><td>"
        f"<table><tr><td>Issued on:</td><td>31 May 2024</td></tr><tr><td>Issued by:</td><td>{'<br>'.join(tables.issuers)}</td></tr>"
        f"<tr><td>Fields of work:</td><td>{', '.join(tables.fields_of_work)}</td></tr></table></td></tr><tr><td>{rows}</td></tr></table>"
        + page_tables[end:]
    )
    return [
        _new(
            "unclosed-tags",
            "two of three closing tags are missing",
            closing,
            unclosed(drupal11.lay_out(closing)),
        ),
        _new(
            "charset-header-wrong",
            "UTF-8 bytes under a header that says ISO-8859-1",
            charset,
            drupal11.lay_out(charset),
            headers={"Content-Type": "text/html; charset=ISO-8859-1"},
        ),
        _new(
            "charset-meta-wrong",
            "windows-1251 bytes under a meta element that says UTF-8",
            cyrillic,
            drupal11.lay_out(cyrillic).encode("cp1251", "xmlcharrefreplace"),
            headers={"Content-Type": "text/html; charset=windows-1251"},
        ),
        _new(
            "labels-missing",
            "values without their labels",
            unlabelled,
            page_unlabelled,
            issued_on=...,
            issued_on_source=...,
            issuers=...,
            fields_of_work=...,
        ),
        _new("labels-in-another-language", "German labels on an English page", german, page_german),
        _new(
            "empty-time",
            "a <time> without date or words",
            empty_time,
            page_empty,
            issued_on=None,
            issued_on_source=None,
        ),
        _new("menu-missing", "no menu at all", no_menu, _MENU.sub("", drupal11.lay_out(no_menu))),
        _new("body-in-line-breaks", "paragraphs parted by <br><br> only", breaks, page_breaks),
        _new("no-break-spaces", "every space of the article is a no-break space", spaces, page_spaces),
        _new("two-articles", "a second whole article below the first", two, page_two),
        _new(
            "cut-off",
            "the file ends after the third paragraph",
            cut_off,
            page_cut,
            body=[b.text for b in cut_off.text[:3]],
            images=...,
        ),
        _new(
            "capitals-without-quotes",
            "tags in capitals, attributes without quotes",
            loud,
            shouted(drupal11.lay_out(loud)),
        ),
        _new("numeric-entities", "every special letter and the labels as entities", numeric, page_numeric),
        _new("scripts-in-body", "scripts, styles and templates between the words", scripts, page_scripts),
        _new("heading-missing", "the title stands in the head of the page only", no_heading, page_heading),
        _new("labels-in-comments", "a comment with labels and another date", comments, page_comments),
        _new("control-characters", "a byte order mark, NULs, CRLF", control, page_control),
        _new(
            "labels-glued",
            "labels and values without a space, parted by <br>",
            glued,
            page_glued,
            issued_on_source="label",
        ),
        _new("printed-twice", "the whole article again for the printer", printed, page_printed),
        _new("two-headings", "the site's name is an h1 too", headings, page_headings),
        _new("nested-tables", "tables in tables", tables, page_tables, issued_on_source="label"),
    ]


def old_layouts() -> list[Case]:
    """Damage to older pages."""
    glued = _lone("156021-en", 700131)
    breaks = _lone("70155-en", 700132)
    open_tags = _lone("82517-en", 700133)
    fonts = _lone("101499-en", 700134)
    nested = _lone("47210-en", 700135)
    page_glued = short(layout6.story_page(glued, WWW, [("en", glued.path)])).replace(
        '<span class="place">BITOLA</span> <span', '<span class="place">BITOLA</span><span'
    )
    page_breaks = drupal6.lay_out(breaks)
    start = page_breaks.index('<div class="panel-pane pane-node-body"><div class="pane-content">')
    end = page_breaks.index("</div></div></div>", start)
    page_breaks = (
        page_breaks[:start]
        + '<div class="panel-pane pane-node-body"><div class="pane-content">'
        + "<br /><br />\n".join(esc(b.text) for b in breaks.text)
        + page_breaks[end:]
    )
    page_open = re.sub(r"</(?:p|li|strong)>", "", drupal6.lay_out(open_tags))
    page_fonts = bare_page(fonts)
    for block in fonts.text:
        page_fonts = page_fonts.replace(
            esc(block.text), f'<font face="Arial" size="2"><span>{esc(block.text)}</span></font>'
        )
    page_nested = (
        newsroom_page(nested)
        .replace('<div class="text">', '<table><tr><td><table><tr><td><div class="text">')
        .replace(
            '<div class="print-version">', '</td></tr></table></td></tr></table><div class="print-version">'
        )
    )

    def case(layout: str, name: str, about: str, story: Story, page: str, **changed: object) -> Case:
        said = {"issued_on_source": ..., **changed}
        return Case(layout, f"damaged-{name}", about, WWW + story.path, page, facts(story, **said))

    unsaid = {"type": ..., "type_label": ..., "fields_of_work": []}
    return [
        case("drupal6", "header-glued", "place and date without a space", glued, page_glued),
        case("drupal6", "body-in-line-breaks", "paragraphs parted by <br />", breaks, page_breaks),
        case("drupal6", "unclosed-paragraphs", "no closing </p>, </li>, </strong>", open_tags, page_open),
        case(
            "bare",
            "font-tags",
            "every paragraph in <font>",
            fonts,
            page_fonts,
            dateline=dateline("WARSAW/VILNIUS", "2013-05-17"),
            issuers=[],
            **{**unsaid, "issued_on_source": "dateline"},
        ),
        case(
            "newsroom",
            "nested-tables",
            "the text in tables of tables, wrongly closed",
            nested,
            page_nested,
            dateline=dateline("PRISTINA", "2002-11-08"),
            **unsaid,
        ),
    ]


def cases() -> list[Case]:
    """All damaged pages."""
    return new_layout() + old_layouts()
