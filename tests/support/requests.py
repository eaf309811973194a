"""A bare HTTP/1.1 client for crowds: a full one would spend the machine on itself."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON body."""

    status: int
    body: Any


class Connection:
    """One kept-alive connection to one address; opened when needed, dropped when broken."""

    def __init__(self, host: str, port: int, *, timeout: float) -> None:
        self._host = host
        self._port = port
        self._timeout = timeout
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, headers: dict[str, str]) -> Answer:
        """POST without a body. Raises ``OSError`` when there is no whole answer in time."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._post(path, headers)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as error:
            self.close()
            raise OSError(repr(error)) from error

    async def _post(self, path: str, headers: dict[str, str]) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join(
            [f"POST {path} HTTP/1.1", f"Host: {self._host}", "Content-Length: 0", *lines]
        )
        writer.write(f"{head}\r\n\r\n".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        told = {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in answer[1:] if line)
        }
        body = await reader.readexactly(int(told["content-length"]))
        if told.get("connection") == "close":
            self.close()
        return Answer(status=int(answer[0].split()[1]), body=json.loads(body))

    def close(self) -> None:
        """Let go of it; the next request opens another one."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
