"""Evidence: every fact that carries a span must be where it says."""

from osce_scraper.records.base import Span
from osce_scraper.records.news import NewsItem


def first_fault(item: NewsItem) -> tuple[str, str] | None:
    """The first field whose evidence is not where it says, and that evidence; ``None`` when all is well."""
    spans: list[tuple[str, Span]] = [("participants", group) for group in item.participants.groups]
    spans += [("quotes", quote) for quote in item.quotes]
    if item.project is not None:
        spans.append(("project", item.project))
    spans += [("funders", funder) for funder in item.funders]
    for field, span in spans:
        inside = span.paragraph < len(item.body)
        if not inside or item.body[span.paragraph][span.start : span.end] != span.evidence:
            return field, span.evidence
    return None
