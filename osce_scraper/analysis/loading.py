"""Load a table into a data frame, with the types of the records' schema."""

import datetime as dt
import os
from collections.abc import Callable
from typing import Any, Final

from osce_scraper.analysis.batches import batches
from osce_scraper.analysis.columns import arrow_schema
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.source import open_source
from osce_scraper.analysis.tables import TABLES


def _polars(table: Any) -> Any:
    return needed("polars", "engine='polars'").from_arrow(table)


def _duckdb(table: Any) -> Any:
    return needed("duckdb", "engine='duckdb'").from_arrow(table)


def _pandas(table: Any) -> Any:
    pandas = needed("pandas", "engine='pandas'")
    arrow = needed("pyarrow", "engine='pandas'")
    types = {
        arrow.int64(): pandas.Int64Dtype(),
        arrow.float64(): pandas.Float64Dtype(),
        arrow.bool_(): pandas.BooleanDtype(),
        arrow.string(): pandas.StringDtype(na_value=pandas.NA),
    }
    return table.to_pandas(types_mapper=types.get, date_as_object=False)


_ENGINES: Final[dict[str, Callable[[Any], Any]]] = {"polars": _polars, "pandas": _pandas, "duckdb": _duckdb}


def load(
    path: str | os.PathLike[str] = "data",
    table: str = "news",
    engine: str = "polars",
    *,
    as_of: dt.date | None = None,
) -> Any:
    """A table of the harvested data.

    ``path``: a data directory, one ``.jsonl`` or ``.jsonl.gz`` file of it, or a store (its SQLite file or its
    address). ``table``: news, participants, issuers, fields_of_work, countries, quotes, funders, menus or
    changes. ``engine``: polars (a ``DataFrame``), pandas (a ``DataFrame``; counts are ``Int64``, dates
    ``datetime64``) or duckdb (a relation of the default connection). ``as_of``: the items as they stood at
    the end of that day (UTC) or at that moment; it needs the store.

    Types come from the records' schema, never from the data. Raises ``MissingExtra`` when a package is not
    installed, ``DataError`` when ``path`` holds no such data, ``AnalysisError`` for an unknown name.

    >>> load("data", "participants").filter(headline=True)["women"].sum()  # doctest: +SKIP
    """
    if table not in TABLES:
        raise AnalysisError(f"table {table!r} is unknown: give one of {', '.join(TABLES)}")
    if engine not in _ENGINES:
        raise AnalysisError(f"engine {engine!r} is unknown: give one of {', '.join(_ENGINES)}")
    # Asked for first, so that nobody waits for an engine that is not there.
    needed(engine, f"engine={engine!r}")
    arrow = needed("pyarrow", "load")
    wanted = TABLES[table]
    source = open_source(path, as_of)
    lines = arrow.Table.from_batches(batches(source, wanted), schema=arrow_schema(wanted.model))
    return _ENGINES[engine](lines)
