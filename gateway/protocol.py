"""uvicorn's HTTP protocol with the limits that it leaves to a proxy: heads that are endless in size
or in time, and clients that never take their answer."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST_HEAD = 65_536  # bytes; the application answers 431 from 16 KiB on
_SLOWEST_HEAD = 15.0  # seconds from the first byte of a head to its end
_SLOWEST_FAREWELL = 30.0  # and for a connection to close once it was told to


class BoundedHttp(HttpToolsProtocol):
    """Knows since when it waits for the rest of a head; ``sweep`` acts upon it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_since = 0.0  # 0: not within a head
        self._head_bytes = 0
        self._closing_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_since = self.loop.time()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head_since:
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEAD:
                self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_since, self._head_bytes = self.loop.time(), 0

    def on_headers_complete(self) -> None:
        self._head_since = 0.0
        super().on_headers_complete()

    def sweep(self, now: float) -> None:
        """Cut the connection if it has taken too long; called every few seconds."""
        if self.transport.is_closing():
            self._closing_since = self._closing_since or now
            if now - self._closing_since > _SLOWEST_FAREWELL:
                self.transport.abort()
        elif self._head_since and now - self._head_since > _SLOWEST_HEAD:
            self.transport.abort()
