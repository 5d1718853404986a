"""Ctrl-C ends a command with a line instead of a traceback, also while Python is still importing."""

import os
import signal
import sys
from types import FrameType, TracebackType
from typing import Any


def end_quietly_on_interrupt() -> None:
    """Replace the traceback of a ``KeyboardInterrupt`` that nobody catches by the word "interrupted".

    Every other exception is reported as before. The exit status stays that of an interrupted process.
    """
    report, report_ignored = sys.excepthook, sys.unraisablehook

    def report_exception(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            print("interrupted", file=sys.stderr)
        else:
            report(kind, error, traceback)

    def report_unraisable(unraisable: Any) -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            report_ignored(unraisable)

    sys.excepthook, sys.unraisablehook = report_exception, report_unraisable


def exit_at_once_on_interrupt() -> None:
    """End the process at Ctrl-C while modules are imported, where an exception could get lost."""
    signal.signal(signal.SIGINT, _exit_at_once)


def raise_on_interrupt() -> None:
    """Python's own way again: Ctrl-C raises ``KeyboardInterrupt``, so that a command can tidy up."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _exit_at_once(number: int, frame: FrameType | None) -> None:
    os.write(2, b"interrupted\n")
    # With the status of a process that was interrupted, as a shell expects.
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
