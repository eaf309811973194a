"""Sending answers. Bodies are made once and sent whole, with their length."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starlette.types import Send

Header = tuple[bytes, bytes]

NO_STORE: Header = (b"cache-control", b"no-store")
_JSON: Header = (b"content-type", b"application/json")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encode(value: Any) -> bytes:
    """A JSON body."""
    return _ENCODER.encode(value).encode()


async def send_json(
    send: Send, value: Any, *, status: int = 200, headers: Iterable[Header] = (NO_STORE,)
) -> None:
    """Answer with a JSON document."""
    await send_body(send, encode(value), status=status, headers=(_JSON, *headers))


async def send_body(
    send: Send, body: bytes, *, status: int = 200, headers: Iterable[Header] = ()
) -> None:
    """Answer with bytes."""
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, (b"content-length", b"%d" % len(body))],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def send_nothing(send: Send, *, status: int = 204, headers: Iterable[Header] = ()) -> None:
    """Answer without a body."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b""})
