"""Cases of odihr.osce.org: the layout of 2025 with another menu, lists and tables."""

from dataclasses import replace

from tests.site.casebook.case import Case, dateline, facts, tale
from tests.site.casebook.change import short
from tests.site.casebook.drupal11 import menu_facts, teaser_facts
from tests.site.layouts import drupal11, odihr
from tests.site.layouts.markup import esc, in_words

BASE = odihr.BASE


def cases() -> list[Case]:
    """All cases of the site."""
    report = tale("664209-en")
    release = tale("665514-en")
    election = tale("663950-en")
    bare_time = replace(report, number=664211, date_on="time", images=())
    front = odihr.dressed(drupal11.plain_page(BASE, "/", "ODIHR", [("en", "/")]))
    footer = drupal11.menus()["footer"]
    shown = [release, report]
    wrapped = short(
        odihr.dressed(
            drupal11.listing_page(BASE, "/odihr/news", 0, 3, [drupal11.teaser(s, s.path) for s in shown])
        )
    )
    table_rows = "".join(
        f'<tr><td headers="view-date"><time datetime="{s.issued_on}">{in_words(s.issued_on)}</time></td>'
        f'<td headers="view-title"><a href="{s.path}">{esc(s.title)}</a></td><td headers="view-type">{esc(s.label)}</td></tr>\n'
        for s in (*shown, election)
    )
    table = wrapped
    start, end = table.index('<ul class="teaser-list">'), table.index('<nav class="pager"')
    table = (
        table[:start]
        + '<table class="views-table cols-3"><thead><tr><th id="view-date">Date</th><th id="view-title">Title</th>'
        f'<th id="view-type">Type</th></tr></thead><tbody>{table_rows}</tbody></table></div>\n' + table[end:]
    )
    plain_list = wrapped
    start, end = plain_list.index('<ul class="teaser-list">'), plain_list.index('<nav class="pager"')
    items = "".join(
        f'<div class="views-row"><h3><a href="{s.path}">{esc(s.title)}</a></h3><p>{in_words(s.issued_on)}</p></div>\n'
        for s in shown
    )
    plain_list = f"{plain_list[:start]}{items}</div>\n{plain_list[end:]}"

    def listing(name: str, about: str, page: str, teasers: list[dict[str, object]]) -> Case:
        expected = {"teasers": teasers, "next_url": BASE + "/odihr/news?page=1"}
        return Case("odihr", name, about, BASE + "/odihr/news", page, expected, kind="listing")

    brief = [teaser_facts(s, BASE, snippet=..., type_label=...) for s in shown]
    return [
        Case(
            "odihr",
            "lead-repeated",
            "lead and first paragraph repeat; no issuer is named",
            BASE + report.path,
            short(odihr.story_page(report)),
            facts(report, base=BASE, issuers=...),
        ),
        Case(
            "odihr",
            "press-release",
            "dateline, file, issuer",
            BASE + release.path,
            short(odihr.story_page(release)),
            facts(release, base=BASE, dateline=dateline("WARSAW", "2026-07-03")),
        ),
        Case(
            "odihr",
            "election-page",
            "an item below /odihr/elections",
            BASE + election.path,
            short(odihr.story_page(election)),
            facts(election, base=BASE),
        ),
        Case(
            "odihr",
            "date-in-bare-time",
            "<time> without a label",
            BASE + bare_time.path,
            short(odihr.story_page(bare_time)),
            facts(bare_time, base=BASE, issuers=...),
        ),
        Case(
            "odihr",
            "menu",
            "the menu of its own",
            BASE + "/",
            front,
            {"entries": menu_facts({"main": odihr.MENU, "footer": footer}, BASE)},
            kind="menu",
        ),
        listing(
            "listing-of-teasers",
            "anchors that wrap the teasers",
            wrapped,
            [teaser_facts(s, BASE) for s in shown],
        ),
        listing(
            "listing-in-table",
            "a table with date, title and kind",
            table,
            [teaser_facts(s, BASE, snippet=...) for s in (*shown, election)],
        ),
        listing("listing-plain", "headings with the date below", plain_list, brief),
    ]
