"""What tests of several rooms share: a real PostgreSQL server, and one seed for all kills."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.store.postgres import Server, ServerMissingError, running_server

# A deadline would measure the wall clock of a busy machine.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

pytest_plugins = ["tests.kills.summary"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A real server; without one the PostgreSQL half is skipped, but in CI it fails."""
    try:
        with running_server() as server:
            yield server
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL: {missing}")
