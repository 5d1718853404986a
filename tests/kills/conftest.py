"""The plans of the tests that kill."""

from collections.abc import Callable

import pytest

from tests.kills.plan import DATABASES, Kind, Plan, share
from tests.kills.summary import PROPERTY
from tests.store.postgres import Server


@pytest.fixture
def plan_of(record_property: Callable[[str, object], None]) -> Callable[..., Plan]:
    """Makes the plan of a test; what is done of it is told in the summary."""

    def make(kind: Kind, part: str = "", number: int | None = None) -> Plan:
        if part in DATABASES and number is None:
            number = share(kind, DATABASES.index(part), len(DATABASES))
        plan = Plan(kind, part, number)
        # It fills as kills are made; the report of the test takes it as it is then.
        record_property(PROPERTY, plan.record)
        return plan

    return make


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """The kind of store: each test of stores is done with both."""
    return str(request.param)


@pytest.fixture
def new_store(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes addresses of stores that do not exist yet."""
    if database == "sqlite":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('store')}/osce.sqlite"
    server: Server = request.getfixturevalue("postgres_server")
    return server.new_database
