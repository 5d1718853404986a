"""Cases of no known layout: only what every page may carry, OpenGraph, JSON-LD, <time>, a block of text."""

import json

from tests.site.casebook.case import WWW, Case, Facts, facts, tale
from tests.site.layouts.markup import esc, in_words


def cases() -> list[Case]:
    """All cases."""
    story = tale("666790-en")
    text = "\n".join(f"<p>{esc(block.text)}</p>" for block in story.text)
    unsaid: Facts = {"type": ..., "type_label": ..., "issuers": ..., "fields_of_work": []}
    link = f'<link rel="canonical" href="{WWW}{story.path}">'
    noise = '<div class="promo"><p>Sign up for our letter.</p></div><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul>'
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": "2026-09-04T10:00:00+02:00",
        "dateModified": "2026-09-05",
    }
    graph = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{esc(story.title)} - OSCE</title>{link}'
        f'<meta property="og:title" content="{esc(story.title)}"><meta property="og:type" content="article">'
        f'<meta property="og:updated_time" content="2026-09-05T00:00:00+00:00"><script type="application/ld+json">{json.dumps(data)}</script>'
        f"</head><body><osce-app><osce-bar>{noise}</osce-bar><osce-story><h1>{esc(story.title)}</h1><div>{text}</div></osce-story></osce-app></body></html>"
    )
    timed = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{esc(story.title)}</title>{link}</head><body><div>{noise}</div>'
        f'<section><h1>{esc(story.title)}</h1><small><time datetime="2026-09-04">{in_words(story.issued_on)}</time></small>{text}</section>'
        f"<aside>{noise}</aside></body></html>"
    )
    opened = (
        f'<html><head><meta property="og:title" content="{esc(story.title)}"><meta property="og:locale" content="en_GB">'
        f'<meta property="article:published_time" content="2026-09-04T00:30:00+02:00"></head><body><div>{noise}</div><div><div>{text}</div></div></body></html>'
    )
    block = (
        f"<html><head><title>{esc(story.title)}</title></head><body><table><tr><td>{noise}</td><td><h2>{esc(story.title)}</h2>{text}"
        "</td></tr></table></body></html>"
    )

    def case(name: str, about: str, page: str, **changed: object) -> Case:
        return Case("unknown", name, about, WWW + story.path, page, facts(story, **{**unsaid, **changed}))

    return [
        case(
            "json-ld",
            "OpenGraph and JSON-LD on a page of custom elements",
            graph,
            issued_on_source="metadata",
            updated_on=...,
        ),
        case("bare-time", "heading, <time>, paragraphs", timed, issued_on_source="time"),
        case(
            "published-time",
            "no heading: the title is in og:title; just after midnight in its own zone",
            opened,
            issued_on_source="metadata",
        ),
        case(
            "text-block",
            "a table with a column of text, no date anywhere",
            block,
            issued_on=None,
            issued_on_source=None,
        ),
    ]
