"""A record written as a JSON line and read again is the same record, and fits the published schema."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from osce_scraper.records import (
    SCHEMA_VERSION,
    Listing,
    MenuEntry,
    NewsItem,
    Record,
    Source,
    journal,
    json_schema,
    news,
    participants,
)

# Surrogates are no text that UTF-8 can carry.
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
codes = st.sampled_from(["en", "ru", "uk", "sq"])
# hypothesis wants the bounds without a zone and adds it itself.
EARLIEST = dt.datetime(1996, 1, 1)  # noqa: DTZ001
moments = st.datetimes(min_value=EARLIEST, timezones=st.just(dt.UTC))
counts = st.none() | st.integers(0, 1_000_000)
spans = {
    "evidence": words,
    "paragraph": st.integers(0, 50),
    "start": st.integers(0, 900),
    "end": st.integers(1, 999),
}
groups = st.builds(
    participants.ParticipantGroup,
    **spans,
    total=counts,
    women=counts,
    men=counts,
    girls=counts,
    boys=counts,
    women_percent=st.none() | st.floats(0, 100),
    range=st.none() | st.tuples(st.integers(0, 50), st.integers(51, 99)),
    who=st.none() | words,
)
items = st.builds(
    NewsItem,
    id=st.builds(lambda number, code: f"{number}-{code}", st.integers(1, 999_999), codes),
    story_id=st.integers(1, 999_999).map(str),
    url=words,
    language=codes,
    type=st.sampled_from(news.ItemType),
    title=words,
    lead=words,
    body=st.lists(words, min_size=1, max_size=4),
    issued_on=st.none() | st.dates(),
    issued_on_source=st.none() | st.sampled_from(news.IssuedOnSource),
    issuers=st.lists(st.builds(news.Issuer, name=words, id=st.none() | words), max_size=2),
    countries=st.lists(
        st.builds(news.Country, name=words, iso2=st.just("XK"), source=st.sampled_from(news.CountrySource)),
        max_size=2,
    ),
    dateline=st.none() | st.builds(news.Dateline, place=words, date=st.none() | st.dates(), text=words),
    participants=st.builds(participants.Participants, total=counts, groups=st.lists(groups, max_size=2)),
    quotes=st.lists(st.builds(news.Quote, **spans, text=words, speaker=st.none() | words), max_size=2),
    problems=st.lists(st.builds(news.Problem, code=words, field=st.none() | words), max_size=2),
    source=st.builds(Source, fetched_at=st.none() | moments, layout=words, extractor_version=words),
    first_seen=st.none() | moments,
)
NEWS_SCHEMA = Draft202012Validator(json_schema(NewsItem))


@settings(max_examples=100, deadline=None)
@given(items)
def test_a_news_item_survives_its_json_line(item: NewsItem) -> None:
    line = item.to_json_line()
    assert "\n" not in line
    assert NewsItem.from_json_line(line) == item
    assert NewsItem.from_json_line(line.encode()).to_json_line() == line


@settings(max_examples=50, deadline=None)
@given(items)
def test_a_news_item_fits_its_schema(item: NewsItem) -> None:
    assert list(NEWS_SCHEMA.iter_errors(json.loads(item.to_json_line()))) == []


@settings(max_examples=50, deadline=None)
@given(items)
def test_keys_stand_in_the_order_of_the_model(item: NewsItem) -> None:
    assert list(json.loads(item.to_json_line())) == list(NewsItem.model_fields)


@pytest.fixture
def item() -> NewsItem:
    return NewsItem(
        id="531680-en",
        story_id="531680",
        url="https://www.osce.org/secretariat/531680",
        language="en",
        type=news.ItemType.NEWS_ITEM,
        title="Title",
        body=["Body."],
        source=Source(layout="drupal11", extractor_version="1"),
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("body", []), ("body", [""]), ("id", "531680"), ("language", "eng"), ("type", "novel")],
)
def test_a_value_that_is_none_is_refused(item: NewsItem, field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        setattr(item, field, value)


def test_an_unknown_key_is_refused(item: NewsItem) -> None:
    with pytest.raises(ValidationError, match="colour"):
        NewsItem.model_validate({**item.to_dict(), "colour": "blue"})


def test_times_are_written_in_utc(item: NewsItem) -> None:
    vienna = dt.timezone(dt.timedelta(hours=2))
    item.source.fetched_at = dt.datetime(2026, 7, 1, 14, 0, tzinfo=vienna)
    assert '"fetched_at":"2026-07-01T12:00:00Z"' in item.to_json_line()
    with pytest.raises(ValidationError, match="zone"):
        item.source.fetched_at = dt.datetime(2026, 7, 1)  # noqa: DTZ001 - that is what is refused


def models() -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    for module in (news, participants, journal):
        found += [
            each for each in vars(module).values() if isinstance(each, type) and issubclass(each, Record)
        ]
    return sorted({*found, NewsItem, MenuEntry, Listing} - {Record}, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_field_is_described(model: type[BaseModel]) -> None:
    missing = [name for name, field in model.model_fields.items() if not field.description]
    assert missing == []
    assert model.__doc__


def test_the_schema_asks_for_every_key() -> None:
    schema = json_schema(NewsItem)
    assert set(schema["required"]) == set(NewsItem.model_fields)
    assert SCHEMA_VERSION.count(".") == 2
