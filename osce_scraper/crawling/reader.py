"""Who reads the pages of a crawl: this process, or one beside it while this one fetches and keeps.

A process of its own is used where a second core waits and many requests are made at once, and for each page
of unusual size: one that kills it, or takes too long, costs that page alone. A page of a usual size cannot
take long, since the worst that libxml2 does grows with the square of the size.
"""

import asyncio
import logging
import os
import sys
from collections import deque
from contextlib import suppress
from typing import Final, Protocol

from osce_scraper.crawling.arguments import BadArgumentsError
from osce_scraper.crawling.reading import LENGTH, READY, Page, PageRead, framed, read_page

_LOG: Final = logging.getLogger(__name__)
#: Requests at once from which on a process of its own pays.
_MANY: Final = 4
#: Bytes of a page that this process may read by itself: at worst half a second.
_USUAL: Final = 128 * 1024
#: Seconds for one page: hundreds of times what the largest takes.
_LONGEST: Final = 60.0
#: Bytes that wait in the pipe to the process that reads.
_PIPE: Final = 1024 * 1024


class ReadingError(Exception):
    """Reading a page met a fault of this program; the message names it."""


class PageReader(Protocol):
    """Reads pages."""

    async def start(self) -> None:
        """Get ready, if that takes time."""

    async def read(self, page: Page, body: bytes) -> PageRead:
        """What is on the page. Raises ``ReadingError`` when that meets a fault of this program."""

    async def close(self) -> None:
        """Let go of what the reader holds."""


def reader_for(concurrent_requests: int, wanted: str = "auto", *, cores: int | None = None) -> PageReader:
    """The reader for so many requests at once; ``cores`` are those this process may use.

    ``wanted`` is ``OSCE_READER_PROCESS``: 1 for a process of its own, 0 for none, auto for what suits the
    number of requests and the size of each page.
    Raises ``BadArgumentsError`` for anything else.
    """
    if wanted not in ("auto", "0", "1"):
        raise BadArgumentsError(f"OSCE_READER_PROCESS={wanted!r}: give auto, 0 or 1")
    cores = _cores() if cores is None else cores
    pays = concurrent_requests >= _MANY and cores > 1
    if wanted == "0":
        return OwnReader()
    return SeparateReader() if wanted == "1" or pays else ReaderBySize()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        # Systems that do not bind processes to cores.
        return os.cpu_count() or 1


class OwnReader:
    """Reads in this process."""

    async def start(self) -> None:
        """Nothing is to be got ready."""

    async def read(self, page: Page, body: bytes) -> PageRead:
        """What is on the page."""
        return read_page(page, body)

    async def close(self) -> None:
        """Nothing is held."""


class ReaderBySize:
    """Reads pages of a usual size in this process, others in one of its own, begun when it is needed."""

    def __init__(self, longest: float = _LONGEST) -> None:
        self._own = OwnReader()
        self._separate = SeparateReader(longest)

    async def start(self) -> None:
        """Nothing is to be got ready."""

    async def read(self, page: Page, body: bytes) -> PageRead:
        """What is on the page: a refusal, too, when reading a large one takes too long.

        Raises ``ReadingError`` when reading it meets a fault of this program.
        """
        return await (self._own if len(body) <= _USUAL else self._separate).read(page, body)

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._separate.close()


class SeparateReader:
    """Reads in a process of its own, in the order of the calls.

    Where that process cannot be started, pages are read in this one, and an error is logged once: a page is
    blamed only for what happens to a process that said it was ready.
    """

    def __init__(self, longest: float = _LONGEST, ready: float = _LONGEST) -> None:
        """``longest`` is how many seconds a page may take, ``ready`` how many the process to begin."""
        self.longest = longest
        self._ready = ready
        self._process: asyncio.subprocess.Process | None = None
        self._answering: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        #: What the process has not answered yet, in order: the bytes that ask, and who waits.
        #: Told ``None``, whoever waits reads the page itself.
        self._asked: deque[tuple[bytes, asyncio.Future[PageRead | None]]] = deque()
        self._cannot_start = False
        self._any_asked = asyncio.Event()

    async def start(self) -> None:
        """Start the process, which takes a second to get ready; ``read`` does so where needed."""
        async with self._starting:
            if self._process is not None and self._process.returncode is not None and not self._asked:
                await self._end()
            if self._process is None and not self._cannot_start:
                await self._start()

    async def read(self, page: Page, body: bytes) -> PageRead:
        """What is on the page: a refusal, too, when the process dies or gets not done with it.

        Raises ``ReadingError`` when reading it meets a fault of this program.
        """
        await self.start()
        if self._cannot_start:
            return read_page(page, body)
        asked = framed(page.model_dump_json().encode(), body)
        answer: asyncio.Future[PageRead | None] = asyncio.get_running_loop().create_future()
        self._asked.append((asked, answer))
        self._any_asked.set()
        self._send(asked)
        found = await answer
        return read_page(page, body) if found is None else found

    async def close(self) -> None:
        """End the process. What it has not answered by then is not answered."""
        await self._end()

    async def _end(self) -> None:
        if self._answering is not None:
            self._answering.cancel()
            await asyncio.wait([self._answering])
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
            self._process = None

    async def _start(self) -> None:
        import fcntl  # not on Windows, where data can still be read

        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "osce_scraper.crawling.reading",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        except OSError as error:
            self._read_here(str(error))
            return
        stdin = self._process.stdin
        assert stdin is not None
        # Room for some pages, so that each is written in one go; where the system gives less, in several.
        # The pipe of a process that ended at once is closed already (ValueError).
        with suppress(OSError, AttributeError, ValueError):
            fcntl.fcntl(stdin.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, _PIPE)
        self._answering = asyncio.create_task(self._take_answers(self._process))

    def _send(self, asked: bytes) -> None:
        # No more is under way than requests are made at once, so that nothing piles up here.
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(asked)

    async def _take_answers(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        ready = False
        unready = "it ended before it was ready"
        try:
            async with asyncio.timeout(self._ready):
                ready = await process.stdout.readexactly(len(READY)) == READY
            while True:
                await self._any_asked.wait()
                async with asyncio.timeout(self.longest):
                    length = await process.stdout.readexactly(LENGTH)
                    answer = await process.stdout.readexactly(int.from_bytes(length, "big"))
                self._answer(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            fault = "the process that read it was killed"
        except TimeoutError:
            unready = f"it was not ready after {self._ready:.0f} seconds"
            fault = f"reading it took longer than {self.longest:.0f} seconds"
        if ready:
            await self._begin_again(process, fault)
        else:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            async with self._starting:
                self._process = None
                self._read_here(unready)

    def _answer(self, answer: bytes) -> None:
        waiting = self._next()
        kind, _, said = answer.partition(b" ")
        if waiting.done():
            return  # Nobody waits any more.
        if kind == b"read":
            waiting.set_result(PageRead.model_validate_json(said))
        else:
            waiting.set_exception(ReadingError(said.decode("utf-8", "replace")))

    def _read_here(self, reason: str) -> None:
        """From now on pages are read in this process, those first that wait."""
        _LOG.error(
            "The process that reads pages cannot be started (%s): they are read in this one, more slowly. "
            "OSCE_READER_PROCESS=0 asks for that.",
            reason,
        )
        self._cannot_start = True
        while self._asked:
            _answer(self._next(), None)

    def _next(self) -> asyncio.Future[PageRead | None]:
        _, waiting = self._asked.popleft()
        if not self._asked:
            self._any_asked.clear()
        return waiting

    async def _begin_again(self, process: asyncio.subprocess.Process, fault: str) -> None:
        """The page that the process was at is refused; a new process reads those behind it."""
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        _answer(self._next(), PageRead.refused(fault))
        async with self._starting:
            self._process = None
            if self._asked:
                await self._start()
                for asked, _ in self._asked:
                    self._send(asked)


def _answer(waiting: "asyncio.Future[PageRead | None]", read: PageRead | None) -> None:
    """Give whoever waits what was read; one that waits no more was asked to stop."""
    if not waiting.done():
        waiting.set_result(read)
