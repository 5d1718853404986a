"""Pages of 2025 and 2026 in the `labelled` shape: kind, title, then source, fields and regions under labels; no date."""

from tests.site.layouts.markup import esc, paragraphs
from tests.site.stories import Story

LABELS = {
    "en": ("Source:", "What we do:", "Locations:"),
    "uk": ("Джерело:", "Наша діяльність:", "Регіони:"),
    "ru": ("Источник:", "Наша деятельность:", "Регионы:"),
}
KINDS = {
    ("daily_report", "en"): "Daily report",
    ("daily_report", "uk"): "Щоденний звіт",
    ("news_item", "en"): "News",
    ("news_item", "ru"): "Новости",
}


def labelled_page(story: Story) -> str:
    """The page of a story: `where` gives the regions."""
    source, fields, regions = LABELS[story.language]
    rows = "".join(
        f'<div class="fact"><strong>{label}</strong> <span>{esc(value)}</span></div>\n'
        for label, value in (
            (source, ", ".join(story.issuers)),
            (fields, ", ".join(story.fields_of_work)),
            (regions, story.where),
        )
        if value
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{story.language}"><head><meta charset="utf-8"><title>{esc(story.title)}</title>'
        '<meta name="viewport" content="width=device-width"></head>\n<body>\n<nav class="skip"><h2>Skip Links</h2><ul><li>'
        '<a href="#content">Skip to content</a></li><li><a href="#footer">Skip to footer</a></li></ul></nav>\n'
        f'<div id="content"><p class="kind">{KINDS[story.kind, story.language]}</p>\n<p class="org"><a href="/">OSCE</a></p>\n'
        f'<h1>{esc(story.title)}</h1>\n{rows}<div class="content-text">{paragraphs(story.text, story)}</div></div>\n'
        '<div id="footer"><a href="/contacts">Contacts</a> <a href="/copyright">Copyright</a></div>\n</body></html>\n'
    )
