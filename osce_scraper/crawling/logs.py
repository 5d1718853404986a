"""The log of a command: plain lines or JSON, on standard error or into a file, without control characters."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

Format = Literal["text", "json"]

#: Mark of what a command prints at its end too: a log on the terminal leaves it out.
TOLD_AT_END: Final = "told_at_end"

#: Pages are written by others: what they say must not steer a terminal or forge a line.
#: Marks of direction could show a line in another order than it is written in.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: User and password of an address, and what is a token or a password by its name or form. What stands before
#: it and is kept is ``before``; settings are told as ``'NAME': 'value'``.
_SECRET: Final = re.compile(
    r"(?<=:/)(?P<slash>/?)[^\s\"'<>]*@"
    r"|(?<=bot)\d+:[\w-]{20,}|\bxox[a-z]-[\w-]+|(?<=bearer )\S+|(?<=basic )[\w+/=]{8,}"
    r"|(?P<before>(?:token|pass|password|passwd|secret\w*|api_?key)(?:=[\"']?|[\"']:\s?[\"']))[^\s&\"',}]+",
    re.IGNORECASE,
)


class LogFileError(Exception):
    """The file of the log cannot be written; the message says what to do."""


def safe(text: str) -> str:
    """``text`` on one line, control characters written out, secrets of addresses hidden."""
    hidden = _SECRET.sub(
        lambda found: f"{found['slash'] or found['before'] or ''}***{'@' * found[0].endswith('@')}", text
    )
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], hidden)


class _Lines(logging.Formatter):
    """A line for each record; behind it, indented, the traceback of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line = f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {safe(record.getMessage())}"
        if record.exc_info:
            traceback = self.formatException(record.exc_info).splitlines()
            line = "\n".join([line, *(f"    {safe(part)}" for part in traceback)])
        return line


class _Json(logging.Formatter):
    """A JSON object a line: at, level, logger, message, and the traceback of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": safe(record.getMessage()),
        }
        if record.exc_info:
            entry["traceback"] = [safe(part) for part in self.formatException(record.exc_info).splitlines()]
        return json.dumps(entry, ensure_ascii=False)


def set_up(level: int, file: Path | None = None, form: Format = "text") -> None:
    """Send what is logged from ``level`` on to ``file``, or to standard error. Raises ``LogFileError``."""
    handler: logging.Handler
    if file is None:
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(lambda record: not hasattr(record, TOLD_AT_END))
    else:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handler = logging.FileHandler(file, encoding="utf-8")
        except OSError as error:
            raise LogFileError(
                f"--log-file {str(file)!r} can't be written ({error.strerror}): name another file"
            ) from error
    handler.setFormatter(_Json() if form == "json" else _Lines())
    root = logging.getLogger()
    # Scrapy opens the root logger to everything.
    handler.setLevel(level)
    root.handlers[:] = [handler]
    logging.getLogger("scrapy").setLevel(level)
    logging.captureWarnings(capture=True)
    if level == logging.INFO:
        # What Scrapy tells of its own parts is for who looks for a fault.
        for name in ("scrapy.middleware", "scrapy.crawler", "scrapy.addons", "scrapy.statscollectors"):
            logging.getLogger(name).setLevel(logging.WARNING)
    # Twisted's own log repeats what Scrapy tells.
    logging.getLogger("twisted").setLevel(max(level, logging.ERROR))
