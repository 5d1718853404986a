"""CSV files that are downloaded from `osce browse`: no cell is a formula, as in those of `osce export`."""

import csv
import io
from codecs import getincrementaldecoder
from collections.abc import Awaitable, Callable
from typing import Any

from osce_scraper.analysis.formats.delimited import defused

Channel = Callable[..., Awaitable[Any]]
Application = Callable[[dict[str, Any], Channel, Channel], Awaitable[None]]


def defusing_csv(app: Application) -> Application:
    """``app``, with the text cells of each CSV file that it sends defused, row by row as they come."""

    async def answer(scope: dict[str, Any], receive: Channel, send: Channel) -> None:
        if not scope.get("path", "").endswith(".csv"):
            await app(scope, receive, send)
            return
        rows = _Rows()
        is_table = False

        async def send_defused(message: dict[str, Any]) -> None:
            nonlocal is_table
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                is_table = headers.get(b"content-type", b"").startswith((b"text/csv", b"text/plain"))
                if is_table:
                    headers.pop(b"content-length", None)
                    message = {**message, "headers": list(headers.items())}
            elif is_table:
                more = message.get("more_body", False)
                message = {**message, "body": rows.defuse(message.get("body", b""), last=not more)}
            await send(message)

        await app(scope, receive, send_defused)

    return answer


class _Rows:
    """Whole rows of a CSV text that comes in pieces."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")()
        self._rest = ""

    def defuse(self, piece: bytes, *, last: bool) -> bytes:
        """The rows that are whole by now, defused; at the ``last`` piece all of them."""
        text = self._rest + self._decoder.decode(piece, last)
        end = len(text) if last else _end_of_rows(text)
        self._rest = text[end:]
        out = io.StringIO(newline="")
        rows = csv.reader(io.StringIO(text[:end], newline=""))
        csv.writer(out).writerows([_defused_cell(cell) for cell in row] for row in rows)
        return out.getvalue().encode()


def _end_of_rows(text: str) -> int:
    """Where the last whole row ends: at a new line outside of quotation marks."""
    end = text.rfind("\n")
    while end >= 0 and text.count('"', 0, end) % 2:
        end = text.rfind("\n", 0, end)
    return end + 1


def _defused_cell(cell: str) -> str:
    try:
        float(cell)
    except ValueError:
        return defused(cell)
    # A negative number is no formula.
    return cell
