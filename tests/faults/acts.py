"""What a server may do to a connection instead of answering."""

import asyncio
import socket
import struct

from aiohttp import web

from tests.site.server import Act

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
    for _ in range(100_000):
        await response.write(b"<p>and so on</p>" * 4096)
    return response


async def garbage(request: web.BaseRequest) -> web.StreamResponse:
    """Answer in no protocol at all."""
    await _send(request, b"\x00\x01\x02 this is not HTTP \xff\xfe\r\n\r\n" * 20)
    return _close(request)


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
