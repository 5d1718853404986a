"""A PostgreSQL server of the tests' own: a directory, a socket in it, no port, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


class ServerMissingError(Exception):
    """No server can be started here; the message says what is missing."""


def programs() -> Path:
    """The directory with PostgreSQL's server programs, the newest version's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise ServerMissingError("initdb is missing: install Debian's package postgresql (.ci/services does)")


def _owner() -> list[str]:
    """How to run the server's programs: it refuses to run as root."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"]
    raise ServerMissingError("the tests run as root, and there is no user postgres to run the server as")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise ServerMissingError(f"{command} failed: {done.stdout[-500:]} {done.stderr[-500:]}")


class Server:
    """A running server, with one database for all tests in turns, and more for who wants one alone."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._made = 0
        self._shared: str | None = None

    def new_database(self) -> str:
        """Make an empty database; its address for SQLAlchemy."""
        self._made += 1
        name = f"store_{self._made}"
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://osce@/{name}?host={self.directory}"

    def empty_database(self) -> str:
        """The one database that tests take in turns, without what the last one left in it; its address.

        Emptying takes a tenth of the time that making a database takes.
        """
        if self._shared is None:
            self._shared = self.new_database()
        self.execute(
            self._shared,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        self.execute(self._shared, "DROP SCHEMA public CASCADE")
        self.execute(self._shared, "CREATE SCHEMA public")
        return self._shared

    def execute(self, url: str, statement: str) -> list[tuple[object, ...]]:
        """Run one statement on a database made here, as somebody else would."""
        name = url.partition("@/")[2].partition("?")[0]
        with psycopg.connect(self._dsn(name), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _dsn(self, name: str) -> str:
        return f"host={self.directory} user=osce dbname={name}"


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, give it, stop it and remove all of it. Raises ``ServerMissingError``."""
    binaries, owner = programs(), _owner()
    # Short and outside of pytest's directory: a socket's path has at most 107 characters, and the server's
    # user must be able to enter it.
    home = Path(tempfile.mkdtemp(prefix="osce-pg-", dir="/tmp"))
    try:
        home.chmod(0o755)
        if owner:
            shutil.chown(home, owner[2])
        data = home / "data"
        # A locale that sorts letters otherwise than bytes, as real servers have.
        locale = ["--locale-provider=icu", "--icu-locale=en", "--locale=C", "--encoding=UTF8"]
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "osce", "--auth=trust", "--no-sync"]
        _run([*owner, *initdb, *locale])
        options = (
            f"-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=30"
        )
        control = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        _run([*owner, *control, "-l", str(home / "log"), "-o", options, "start"])
        try:
            yield Server(home)
        finally:
            subprocess.run(
                [*owner, *control, "-m", "immediate", "stop"], capture_output=True, cwd="/", check=False
            )
    finally:
        shutil.rmtree(home, ignore_errors=True)
