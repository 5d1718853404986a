"""One input watched: what it raises, whether it takes too long, whether it fills the memory."""

import hashlib
import resource
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.fuzz.target import LONG, Target

ROOT = Path(__file__).parent.parent.parent
#: Seconds of processor time that an input of usual length, and one of ``LONG`` bytes, may take at most.
SECONDS, SECONDS_LONG = 0.5, 4.0
#: MB that one input may add to what the process held at most before.
MEGABYTES = 200


class TooSlowError(BaseException):
    """An input took too long; not an ``Exception``, so that nothing under test takes it for its own."""


@dataclass(frozen=True, slots=True)
class Find:
    """An input that did what no input may do."""

    place: str
    """Kind of fault and where: the same for every input that meets the same fault."""
    told: str
    """The traceback."""
    data: bytes

    @property
    def name(self) -> str:
        """A name for a file of it."""
        return hashlib.sha1(self.place.encode(), usedforsecurity=False).hexdigest()[:10]


def watched(target: Target, data: bytes, *, slower: float = 1.0) -> Find | None:
    """Give ``data`` to ``target``; the find, if it is one.

    ``slower`` is by how much the process is slower than a usual one (instrumented code is).
    """
    limit = (SECONDS if len(data) <= LONG // 4 else SECONDS_LONG) * slower
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        with _cut_off(limit):
            target.check(data)
    except TooSlowError as error:
        # A collection of garbage may fall into one reading, hardly into two.
        try:
            with _cut_off(limit):
                target.check(data)
        except TooSlowError:
            return _find(error, data)
        return None
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a find
        return _find(error, data)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if grown > MEGABYTES:
        return Find(f"memory: more than {MEGABYTES} MB for one input", f"{grown:.0f} MB more", data)
    return None


@contextmanager
def _cut_off(seconds: float) -> Iterator[None]:
    """Raise ``TooSlowError`` where the process is after so many seconds of its own time."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _find(error: BaseException, data: bytes) -> Find:
    """The find, placed at the innermost line of the package, or of the check if no line of it is there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{ROOT}/osce_scraper/" in frame.filename]
    # Its own frames, of the call and of the signal, tell nothing.
    checks = [f for f in frames if f"{ROOT}/tests/fuzz/" in f.filename and f.filename != __file__]
    frame = (ours if ours and not isinstance(error, AssertionError) else checks or frames)[-1]
    file = Path(frame.filename)
    where = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name
    place = f"{type(error).__name__} at {where}:{frame.lineno}"
    told = "".join(traceback.format_exception(error)).replace(f"{ROOT}/", "")
    return Find(place, told, data)
