"""Datasette over the database, for this machine alone: read-only, on the loopback address."""

import socket
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import rich

from osce_scraper.analysis.browsing.downloads import Application, Channel, defusing_csv
from osce_scraper.analysis.browsing.metadata import LOOK
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.extra import needed

#: The only address that is listened on: nobody else's machine reaches it.
HOST: Final = "127.0.0.1"
_SETTINGS: Final = {
    "default_page_size": 50,
    "sql_time_limit_ms": 10_000,
    "facet_time_limit_ms": 3_000,
    "max_csv_mb": 0,  # no limit: the data is the reader's own
}


def bound(port: int) -> socket.socket:
    """A socket on ``port`` of this machine; 0 takes a free one. Raises ``AnalysisError`` when it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or error
        raise AnalysisError(
            f"port {port} can't be had ({why}): give another with --port, or --port 0 for any free one"
        ) from error
    return listening


def serve(
    file: Path, metadata: dict[str, Any], listening: socket.socket, ready: Callable[[str], None]
) -> None:
    """Serve ``file`` on ``listening`` until interrupted; ``ready`` is called with the address to open."""
    datasette = needed("datasette.app", "osce browse")
    uvicorn = needed("uvicorn", "osce browse")
    # Datasette prints a traceback with all locals for every mistyped address and every typo in SQL; the page
    # says what was wrong, and faults of its own still reach the standard error.
    rich.get_console().quiet = True
    look = str(files("osce_scraper.analysis.browsing").joinpath(LOOK))
    shown = datasette.Datasette(
        immutables=[str(file)], metadata=metadata, settings=_SETTINGS, static_mounts=[(LOOK, look)]
    )
    port = listening.getsockname()[1]
    address = f"http://{HOST}:{port}/{file.stem}/items"

    class Server(uvicorn.Server):  # type: ignore[misc,name-defined]
        """Says when it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """Begin to answer."""
            await super().startup(sockets)
            if self.started:
                ready(address)

    config = uvicorn.Config(
        _own_name_only(defusing_csv(shown.app()), port), log_level="warning", lifespan="on"
    )
    Server(config).run(sockets=[listening])


def _own_name_only(app: Application, port: int) -> Application:
    """``app`` for requests to this machine's own names: a page elsewhere can point a name of its own here."""
    names = {f"{name}:{port}".encode() for name in (HOST, "localhost")}

    async def answer(scope: dict[str, Any], receive: Channel, send: Channel) -> None:
        asked = [value.lower() for name, value in scope.get("headers", ()) if name == b"host"]
        if scope["type"] == "lifespan" or (len(asked) == 1 and asked[0] in names):
            await app(scope, receive, send)
            return
        plain = [(b"content-type", b"text/plain; charset=utf-8")]
        await send({"type": "http.response.start", "status": 421, "headers": plain})
        await send({"type": "http.response.body", "body": f"open http://{HOST}:{port}/\n".encode()})

    return answer
