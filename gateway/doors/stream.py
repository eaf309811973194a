"""Server-sent events (HTML standard, 9.2): news for one member while the page is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from chassis.clock import Clock
from gateway.guard import Guard
from gateway.route import Route
from gateway.streams import Stream, Streams

_SLOWEST = 20.0  # seconds in which a client must take what was sent
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would keep events back
]


class StreamDoor:
    """``GET /v1/me/events``."""

    def __init__(self, route: Route, *, guard: Guard, streams: Streams, clock: Clock) -> None:
        self.route = route
        self._guard = guard
        self._streams = streams
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visitor = self._guard.admit(self.route, scope, Headers(scope=scope))
        stream = self._streams.open(visitor.caller)
        lasts = visitor.until - self._clock.now().timestamp()
        ends = asyncio.get_running_loop().call_later(lasts, stream.end)
        watch = asyncio.create_task(_end_when_gone(receive, stream.end))
        try:
            await self._pass_on(stream, send)
        finally:
            watch.cancel()
            ends.cancel()
            self._streams.close(stream)

    async def _pass_on(self, stream: Stream, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        try:
            async for chunk in stream.chunks():
                async with asyncio.timeout(_SLOWEST):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            async with asyncio.timeout(_SLOWEST):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            return  # the client reads no more; the server closes the connection


async def _end_when_gone(receive: Receive, end: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    end()
