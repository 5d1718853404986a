"""What a server may do to a connection instead of answering."""

import asyncio
import datetime as dt
import socket
import struct
from contextlib import suppress

from aiohttp import web

from tests.site.server import Act, http_date

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


async def _send(request: web.BaseRequest, data: bytes) -> bool:
    """Send bytes as they are; False when nobody is there any more."""
    transport = request.transport
    if transport is None or transport.is_closing():
        return False
    transport.write(data)
    await asyncio.sleep(0)
    return True


def _close(request: web.BaseRequest) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def reset(request: web.BaseRequest) -> web.StreamResponse:
    """Reset the connection in the middle of the answer."""
    await _send(request, HEAD + b"Content-Length: 70000\r\n\r\n<html><head>")
    if request.transport is not None:
        raw = request.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


def stall_midway(body: bytes) -> Act:
    """Send one half of ``body``, and then nothing for a minute."""

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        await _send(request, HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2])
        return await stall(request)

    return act


def slowly(body: bytes, seconds: float) -> Act:
    """Send a plain text in ten pieces that take ``seconds`` together, and be done."""

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/plain", "Content-Length": str(len(body))}
        )
        await response.prepare(request)
        step = -(-len(body) // 10)
        for start in range(0, len(body), step):
            await response.write(body[start : start + step])
            await asyncio.sleep(seconds / 10)
        return response

    return act


async def stall(request: web.BaseRequest) -> web.StreamResponse:
    """Say nothing for a minute."""
    for _ in range(600):
        if request.transport is None or request.transport.is_closing():
            break
        await asyncio.sleep(0.1)
    return _close(request)


async def drip(request: web.BaseRequest) -> web.StreamResponse:
    """Send a byte every tenth of a second, for a minute."""
    await _send(request, HEAD + b"Content-Length: 70000\r\n\r\n")
    for _ in range(600):
        if not await _send(request, b" "):
            break
        await asyncio.sleep(0.1)
    return _close(request)


async def endless(request: web.BaseRequest) -> web.StreamResponse:
    """Send a body without end, as fast as it is read."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    with suppress(ConnectionError):
        for _ in range(100_000):
            await response.write(b"<p>and so on</p>" * 4096)
    return response


async def garbage(request: web.BaseRequest) -> web.StreamResponse:
    """Answer in no protocol at all."""
    await _send(request, b"\x00\x01\x02 this is not HTTP \xff\xfe\r\n\r\n" * 20)
    return _close(request)


def without_end(beginning: bytes, piece: bytes, pause: float = 0.0) -> Act:
    """Send ``beginning``, then ``piece`` again and again, ``pause`` seconds apart, while somebody reads."""

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        await _send(request, beginning)
        while await _send(request, piece):
            transport = request.transport
            while transport is not None and transport.get_write_buffer_size() > 1 << 20:
                await asyncio.sleep(0.001)
            await asyncio.sleep(pause)
        return _close(request)

    return act


def raw(data: bytes) -> Act:
    """Send ``data`` as it is, and close."""

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        await _send(request, data)
        return _close(request)

    return act


async def long_header(request: web.BaseRequest) -> web.StreamResponse:
    """A header line of some megabytes."""
    await _send(request, HEAD + b"X-Long: " + b"x" * 4_000_000 + b"\r\n\r\n")
    return _close(request)


def stated_length(body: bytes, length: int) -> Act:
    """Send ``body`` and call it ``length`` bytes long."""

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        await _send(request, HEAD + b"Content-Length: %d\r\n\r\n" % length + body)
        return _close(request)

    return act


def too_short(body: bytes, missing: int, forged: bytes) -> Act:
    """Call ``body`` shorter than it is by ``missing`` bytes, and send ``forged`` behind it as another answer.

    Nobody asked for that. The connection stays open, as if all were well.
    """

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(forged)
        length = len(body) - missing
        await _send(request, HEAD + b"Content-Length: %d\r\n\r\n" % length + body + answer + forged)
        return await stall(request)

    return act


def wait_until(status: int, seconds: int) -> Act:
    """Answer ``status``, and ask to come again ``seconds`` from then, as a date."""

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        # A date has no fraction of a second: the next whole one, so that there is something to wait for.
        moment = http_date(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds + 1))
        return web.Response(status=status, headers={"Retry-After": moment})

    return act


async def cookie_wall(request: web.BaseRequest) -> web.StreamResponse:
    """Lead back to the same address until a cookie is sent."""
    if "Cookie" in request.headers:
        return web.Response(text="<html><body><h1>Welcome back</h1></body></html>", content_type="text/html")
    return web.Response(status=302, headers={"Location": request.raw_path, "Set-Cookie": "seen=1; Path=/"})


def many_cookies(body: bytes) -> Act:
    """Answer with ``body`` and 150 cookies of 4 kB."""

    async def act(request: web.BaseRequest) -> web.StreamResponse:
        response = web.Response(body=body, content_type="text/html", charset="utf-8")
        for number in range(150):
            response.headers.add("Set-Cookie", f"trap{number}={'x' * 4000}; Domain=127.0.0.1; Path=/")
        return response

    return act
