"""Who reads the pages of a crawl: this process, or one beside it while this one fetches and keeps.

A process of its own is used where a second core waits and many requests are made at once. A page that kills
it, or that it cannot get done with, costs that page alone.
"""

import asyncio
import fcntl
import os
import sys
from collections import deque
from contextlib import suppress
from typing import Final, Protocol

from osce_scraper.crawling.arguments import BadArgumentsError
from osce_scraper.crawling.reading import LENGTH, Page, PageRead, framed, read_page

#: Requests at once from which on a process of its own pays.
_MANY: Final = 4
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

    ``wanted`` is ``OSCE_READER_PROCESS``: 1 for a process of its own, 0 for none, auto for what suits.
    Raises ``BadArgumentsError`` for anything else.
    """
    if wanted not in ("auto", "0", "1"):
        raise BadArgumentsError(f"OSCE_READER_PROCESS={wanted!r}: give auto, 0 or 1")
    cores = _cores() if cores is None else cores
    pays = concurrent_requests >= _MANY and cores > 1
    return SeparateReader() if wanted == "1" or (wanted == "auto" and pays) else OwnReader()


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


class SeparateReader:
    """Reads in a process of its own, in the order of the calls."""

    def __init__(self, longest: float = _LONGEST) -> None:
        self._longest = longest
        self._process: asyncio.subprocess.Process | None = None
        self._answering: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        #: What the process has not answered yet, in order: the bytes that ask, and who waits.
        self._asked: deque[tuple[bytes, asyncio.Future[PageRead]]] = deque()
        self._any_asked = asyncio.Event()

    async def start(self) -> None:
        """Start the process, which takes a second to get ready; ``read`` does so where needed."""
        async with self._starting:
            if self._process is not None and self._process.returncode is not None and not self._asked:
                await self._end()
            if self._process is None:
                await self._start()

    async def read(self, page: Page, body: bytes) -> PageRead:
        """What is on the page: a refusal, too, when the process dies or gets not done with it.

        Raises ``ReadingError`` when reading it meets a fault of this program.
        """
        await self.start()
        asked = framed(page.model_dump_json().encode(), body)
        answer: asyncio.Future[PageRead] = asyncio.get_running_loop().create_future()
        self._asked.append((asked, answer))
        self._any_asked.set()
        self._send(asked)
        return await answer

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
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "osce_scraper.crawling.reading",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        stdin = self._process.stdin
        assert stdin is not None
        # Room for some pages, so that each is written in one go; where the system gives less, in several.
        with suppress(OSError, AttributeError):
            fcntl.fcntl(stdin.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, _PIPE)
        self._answering = asyncio.create_task(self._take_answers(self._process))

    def _send(self, asked: bytes) -> None:
        # No more is under way than requests are made at once, so that nothing piles up here.
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(asked)

    async def _take_answers(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        try:
            while True:
                await self._any_asked.wait()
                async with asyncio.timeout(self._longest):
                    length = await process.stdout.readexactly(LENGTH)
                    answer = await process.stdout.readexactly(int.from_bytes(length, "big"))
                self._answer(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            fault = "the process that read it was killed"
        except TimeoutError:
            fault = f"reading it took longer than {self._longest:.0f} seconds"
        await self._begin_again(process, fault)

    def _answer(self, answer: bytes) -> None:
        waiting = self._next()
        kind, _, said = answer.partition(b" ")
        if kind == b"read":
            waiting.set_result(PageRead.model_validate_json(said))
        else:
            waiting.set_exception(ReadingError(said.decode("utf-8", "replace")))

    def _next(self) -> asyncio.Future[PageRead]:
        _, waiting = self._asked.popleft()
        if not self._asked:
            self._any_asked.clear()
        return waiting

    async def _begin_again(self, process: asyncio.subprocess.Process, fault: str) -> None:
        """The page that the process was at is refused; a new process reads those behind it."""
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        self._next().set_result(PageRead.refused(fault))
        async with self._starting:
            self._process = None
            if self._asked:
                await self._start()
                for asked, _ in self._asked:
                    self._send(asked)
