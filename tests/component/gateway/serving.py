"""The gateway behind its real server, in the test's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from gateway.server import Server, embedded_server
from tests.component.gateway.fakes import FakeServices
from tests.support.component import settings


@dataclass
class Served:
    """A running server."""

    server: Server
    address: str

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@asynccontextmanager
async def served(services: FakeServices, **environ: str) -> AsyncIterator[Served]:
    """Serves on a free port of 127.0.0.1 until the block ends."""
    server = embedded_server(settings(PORT="0", **environ), services)
    running = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(server, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        await asyncio.wait_for(running, timeout=30)


class EventReader:
    """Server-sent events of one response, one after the other."""

    def __init__(self, response: Any) -> None:
        self._lines = response.aiter_lines()
        self.comments = 0
        self.retry = 0

    async def next(self, *, seconds: float = 5) -> dict[str, str] | None:
        """The next event; None when the stream has ended. Raises ``TimeoutError``."""
        event: dict[str, str] = {}
        async with asyncio.timeout(seconds):
            async for line in self._lines:
                if line.startswith(":"):
                    self.comments += 1
                elif line:
                    name, _, value = line.partition(": ")
                    event[name] = value
                elif set(event) == {"retry"}:
                    self.retry, event = int(event["retry"]), {}
                elif event:
                    return event
        return None
