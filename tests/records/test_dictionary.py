"""The data dictionary: every field of every published record and of every table of analysts is described."""

import inspect
from collections.abc import Iterator

import pytest
from pydantic import Field

import osce_scraper.analysis.lines as lines
from osce_scraper.analysis import TABLES as ANALYSED
from osce_scraper.records import PublishedTable, Record, data_package, fields, readme
from osce_scraper.store import TABLES as PUBLISHED

MODELS = {table.name: table.model for table in PUBLISHED} | {
    f"table {table.name}": table.model for table in ANALYSED.values()
}


def undescribed(model: type[Record]) -> list[str]:
    """Fields of ``model``, those of records inside it too, that nobody described."""
    return [name for name, _, about in fields(model) if not about.strip()]


class Inner(Record):
    """A record with a field that nobody described."""

    told: str = Field(description="Told.")
    silent: int | None = None


class Outer(Record):
    """A record that holds it in every way."""

    one: Inner | None = Field(default=None, description="One.")
    several: list[Inner] = Field(default_factory=list, description="Several.")


@pytest.mark.parametrize("name", MODELS)
def test_every_field_is_described(name: str) -> None:
    assert undescribed(MODELS[name]) == []


def test_a_field_that_nobody_described_is_found_however_deep() -> None:
    assert undescribed(Outer) == ["one.silent", "several[].silent"]


def own_records() -> Iterator[type[Record]]:
    """The models of the tables of analysts."""
    for _, model in inspect.getmembers(lines, inspect.isclass):
        if issubclass(model, Record) and model.__module__ == lines.__name__:
            yield model


@pytest.mark.parametrize("model", own_records(), ids=lambda model: model.__name__)
def test_every_model_says_what_it_is(model: type[Record]) -> None:
    assert model.__doc__


class TestDataPackage:
    """The descriptor says of each field what the model says."""

    @pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.name)
    def test_fields_and_keys(self, table: PublishedTable) -> None:
        (resource,) = (one for one in data_package(PUBLISHED)["resources"] if one["name"] == table.name)
        assert [field["name"] for field in resource["schema"]["fields"]] == list(table.model.model_fields)
        assert set(resource["schema"]["primaryKey"]) <= set(table.model.model_fields)

    def test_types_and_constraints(self) -> None:
        (news,) = (one for one in data_package(PUBLISHED)["resources"] if one["name"] == "news")
        told = {field["name"]: field for field in news["schema"]["fields"]}
        assert told["issued_on"]["type"] == "date"
        assert "constraints" not in told["issued_on"]
        assert told["revision"]["type"] == "integer"
        assert told["last_seen"]["type"] == "datetime"
        assert told["issuers"]["type"] == "array"
        assert told["participants"]["type"] == "object"
        assert told["title"]["constraints"] == {"required": True}
        assert "press_release" in told["type"]["constraints"]["enum"]
        assert told["issued_on_source"]["constraints"]["enum"][0] == "time_label"


class TestReadme:
    """The page tells where the data is from, under which terms, and how to cite it."""

    @pytest.mark.parametrize(
        "said",
        [
            "https://www.osce.org/copyright",
            '"OSCE/<office>"',
            "keep each item's address",
            "Do not republish photos",
            "## How to cite",
            "## Where it comes from",
            "`osce.sqlite`",
            "`archive/`",
        ],
    )
    def test_says(self, said: str) -> None:
        assert said in " ".join(readme(PUBLISHED).split())

    def test_describes_every_table_and_field(self) -> None:
        text = readme(PUBLISHED)
        for table in PUBLISHED:
            assert f"## {table.name}.jsonl" in text
            for name, _, about in fields(table.model):
                assert f"| `{name}` |" in text
                assert about.replace("|", "\\|").replace("\n", " ") in text
