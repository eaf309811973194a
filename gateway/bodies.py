"""Reading what a request carries, within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive

from gateway.problems import Problem, bad_request
from gateway.strictjson import NotStrictJson, parse

MOST_JSON = 1_000_000  # bytes
MOST_DOCUMENT = 5_600_000  # bytes: 4 MB in base64, and what stands around it
DRAINED = 50_000_000  # bytes of a refused body that are read and forgotten
SLOWEST = 20.0  # seconds between two pieces of a body


class Gone(Exception):
    """The client went away before its request was complete; nobody waits for an answer."""


async def read_json(headers: Headers, receive: Receive, *, most: int = MOST_JSON) -> Any:
    """The JSON document that a request carries; an empty body counts as an empty object.

    Raises ``Problem``: 400 broken, 408 too slow, 413 too large, 415 not JSON.
    """
    raw = bytearray()
    async for piece in pieces(headers, receive, most=most):
        raw += piece
    if not raw:
        return {}
    _require_json(headers)
    try:
        return parse(bytes(raw))
    except NotStrictJson as error:
        raise bad_request("malformed_json", f"The body is not strict JSON: {error}.") from error


async def pieces(headers: Headers, receive: Receive, *, most: int) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises ``Problem`` beyond ``most`` bytes, and ``Gone``."""
    announced = announced_size(headers)
    if announced > most:
        raise too_large(most, close=announced > DRAINED)
    seen, more = 0, True
    while more:
        try:
            async with asyncio.timeout(SLOWEST):
                message = await receive()
        except TimeoutError as error:
            raise Problem(408, "request_timeout", "The body came too slowly.") from error
        if message["type"] == "http.disconnect":
            raise Gone
        piece = message.get("body", b"")
        seen += len(piece)
        if seen > most:
            raise too_large(most)
        more = message.get("more_body", False)
        if piece:
            yield piece


def too_large(most: int, *, close: bool = False) -> Problem:
    """More than a route takes.

    Without ``close`` the server reads the rest and forgets it, since a client that is cut off
    while it sends never sees the answer.
    """
    return Problem(
        413,
        "body_too_large",
        f"The body may have {most} bytes at most.",
        headers={"Connection": "close"} if close else None,
    )


def media_type(headers: Headers) -> tuple[str, str]:
    """The media type in lower case, and its parameters as they stand."""
    kind, _, parameters = headers.get("content-type", "").partition(";")
    return kind.strip().lower(), parameters.strip()


def _require_json(headers: Headers) -> None:
    kind, parameters = media_type(headers)
    charset = parameters.lower().replace(" ", "").replace('"', "")
    if kind != "application/json" or charset not in {"", "charset=utf-8"}:
        raise Problem(
            415, "not_json", "Send the body as application/json.", headers={"Accept-Post": _JSON}
        )
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "encoded_body", "Send the body without a content encoding.")


_JSON = "application/json"


def announced_size(headers: Headers) -> int:
    """The length of the body as the client gave it; 0 where it did not."""
    try:
        return int(headers.get("content-length", "0"))
    except ValueError:
        return 0
