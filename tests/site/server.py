"""The local site over HTTP on 127.0.0.1, with a clock, an editor's desk and switches for its behaviour.

with LocalSite() as site:
    fetch(site.base_url + "/news")
    site.edit_item(531680, title="Another title")
    print(site.requests, site.truth())
"""

import asyncio
import datetime as dt
import ssl
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.site.desk import Desk
from tests.site.pages import Answer, Pages


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as the site saw it: ``path`` with its query, ``at`` in seconds since the epoch."""

    method: str
    path: str
    status: int
    at: float
    headers: dict[str, str]


@dataclass(slots=True)
class Fault:
    """An answer put in place of the real one, ``times`` times (None: until it is lifted)."""

    status: int
    headers: dict[str, str]
    body: bytes
    times: int | None
    act: "Act | None" = None


#: Answers a request itself, by whatever means; what it returns is sent if anything can still be sent.
Act = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class LocalSite(Desk):
    """An OSCE-style site in a thread of its own; a context manager.

    ``items`` is the number of English items (None: those written by hand; more than those are generated from
    ``seed``, fewer are the first of them); ``port`` 0 takes a free one; ``crawl_delay`` in seconds is what
    robots.txt asks for (None: nothing); ``page_size`` is the number of teasers on a listing page.
    """

    def __init__(
        self,
        items: int | None = None,
        *,
        port: int = 0,
        crawl_delay: float | None = 0.01,
        page_size: int = 10,
        sitemap_size: int | None = None,
        seed: int = 2026,
        now: dt.datetime | None = None,
        keep_log: bool = True,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(items, seed=seed, now=now)
        self.port = port
        self.tls = tls
        self.crawl_delay = crawl_delay
        self.page_size = page_size
        self.sitemap_size = sitemap_size
        self.keep_log = keep_log
        #: False: /robots.txt answers 404.
        self.robots = True
        #: True: the last page of every listing offers a next one, which repeats the first.
        self.endless_pager = False
        #: Changes the page of an address (its path with its query, its bytes); what it leaves alone is
        #: answered as ever. What it changes has no validators.
        self.rewrite: Callable[[str, bytes], bytes] | None = None
        #: Seconds before every answer.
        self.latency = 0.0
        #: Every request, in the order of their answers.
        self.requests: list[Seen] = []
        self.base_url = ""
        self._faults: dict[str, Fault] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop: asyncio.Event | None = None
        self._pages: Pages | None = None

    # -- switches ---------------------------------------------------------------------------------------

    def answer(
        self,
        where: int | str,
        status: int,
        *,
        times: int | None = None,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> None:
        """Answer ``status`` for an item (its number: all its addresses) or a path with its query."""
        self._faults[str(where)] = Fault(status, headers or {}, body, times)

    def drop(self, where: int | str, *, times: int | None = None) -> None:
        """Close the connection in the middle of the answer."""
        self.act(where, self._cut_off, times=times)

    def act(self, where: int | str, act: Act, *, times: int | None = None) -> None:
        """Have ``act`` deal with the connection."""
        self._faults[str(where)] = Fault(200, {}, b"", times, act)

    def lift(self, where: int | str) -> None:
        """Undo ``answer`` or ``drop``."""
        self._faults.pop(str(where), None)

    def forget_requests(self) -> None:
        """Begin the log anew."""
        self.requests.clear()

    # -- serving ----------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        ready = threading.Event()
        failure: list[BaseException] = []
        self._thread = threading.Thread(
            target=self._run, args=(ready, failure), name="local-site", daemon=True
        )
        self._thread.start()
        ready.wait()
        if failure:
            raise failure[0]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the site; further requests are refused."""
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, ready: threading.Event, failure: list[BaseException]) -> None:
        with asyncio.Runner() as runner:
            try:
                runner.run(self._serve(ready))
            except OSError as error:
                failure.append(error)
            finally:
                ready.set()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        server = web.Server(self._handle, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port, ssl_context=self.tls)
        try:
            await site.start()
            self.port = int(runner.addresses[0][1])
            self.base_url = f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"
            self._pages = Pages(self)
            ready.set()
            await self._stop.wait()
        finally:
            await runner.cleanup()

    def _fault(self, path: str) -> Fault | None:
        if not self._faults:
            return None
        last = path.partition("?")[0].rstrip("/").rpartition("/")[2].removesuffix(".html")
        for where in (path, last):
            fault = self._faults.get(where)
            if fault is not None:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        del self._faults[where]
                return fault
        return None

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if self.latency:
            await asyncio.sleep(self.latency)
        path = request.raw_path
        fault = self._fault(path)
        if fault is not None and fault.act is not None:
            self._note(request, 200)
            return await fault.act(request)
        assert self._pages is not None
        if fault is not None:
            answer = Answer(
                fault.status, fault.body, {"Content-Type": "text/html; charset=utf-8", **fault.headers}
            )
        elif request.method not in ("GET", "HEAD"):
            answer = Answer(405, b"", {"Allow": "GET, HEAD"})
        else:
            with self.lock:
                answer = self._conditional(request, self._rewritten(path, self._pages.answer(path)))
        self._note(request, answer.status)
        body = b"" if request.method == "HEAD" or answer.status == 304 else answer.body
        response = web.Response(status=answer.status, body=body, headers=answer.headers)
        if answer.after is not None:
            with self.lock:
                answer.after()
        return response

    def _rewritten(self, path: str, answer: Answer) -> Answer:
        if self.rewrite is None or answer.status != 200:
            return answer
        body = self.rewrite(path, answer.body)
        if body == answer.body:
            return answer
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in ("ETag", "Last-Modified", "Content-Length")
        }
        return Answer(200, body, headers, after=answer.after)

    def _note(self, request: web.BaseRequest, status: int) -> None:
        if self.keep_log:
            self.requests.append(
                Seen(request.method, request.raw_path, status, time.time(), dict(request.headers))
            )

    @staticmethod
    async def _cut_off(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "70000", "Content-Type": "text/html"})
        await response.prepare(request)
        await response.write(b"<!DOCTYPE html><html><head><title>OSCE</title>")
        if request.transport is not None:
            request.transport.close()
        return response

    @staticmethod
    def _conditional(request: web.BaseRequest, answer: Answer) -> Answer:
        """304 when the asker's validators hold; If-None-Match goes before If-Modified-Since (RFC 9110)."""
        etag = answer.headers.get("ETag")
        if answer.status != 200 or etag is None:
            return answer
        known = request.headers.get("If-None-Match")
        if known is not None:
            fresh = known.strip() == "*" or etag in (
                part.strip().removeprefix("W/") for part in known.split(",")
            )
        else:
            since = request.headers.get("If-Modified-Since")
            fresh = since is not None and answer.modified is not None and _not_newer(answer.modified, since)
        if not fresh:
            return answer
        kept = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
        return Answer(304, b"", kept, after=answer.after)


def _not_newer(modified: dt.datetime, since: str) -> bool:
    try:
        asked = parsedate_to_datetime(since)
    except ValueError:
        return False
    return modified.replace(microsecond=0) <= asked


def http_date(moment: dt.datetime) -> str:
    """A moment in UTC as HTTP writes it."""
    return format_datetime(moment, usegmt=True)


__all__ = ["LocalSite", "Seen"]
