"""The outermost layer: request ids, headers on every answer, a problem document for every error,
and the count of what happened."""

from __future__ import annotations

import re
import time
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import log
from chassis.ids import uuid7
from gateway.answers import send_body
from gateway.bodies import Gone
from gateway.metrics import REQUESTS
from gateway.problems import MEDIA_TYPE, Problem

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_MOST_HEADERS, _MOST_HEADER_BYTES = 64, 16_384
_ALWAYS = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
_API_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_log = log.get_logger(__name__)


class Entrance:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await _Exchange(self._app, scope, send).run(receive)
        else:
            await send({"type": "websocket.close", "code": 1000})


class _Exchange:
    """One request and its answer."""

    def __init__(self, app: ASGIApp, scope: Scope, send: Send) -> None:
        self._app = app
        self._scope = scope
        self._send = send
        self._status = 0
        self._id, self._header_size = self._look_at_headers()
        scope.setdefault("state", {})["request_id"] = self._id.decode()
        scope["state"]["operation"] = "none"

    async def run(self, receive: Receive) -> None:
        started = time.perf_counter()
        try:
            self._refuse_large_headers()
            await self._app(self._scope, receive, self.send)
        except Gone:
            self._status = self._status or 499  # as nginx counts a client that left
        except Exception as error:
            await self._answer(error)
        finally:
            operation = self._scope["state"]["operation"]
            REQUESTS.labels(operation, str(self._status)).observe(time.perf_counter() - started)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = [*message["headers"], *_ALWAYS, (b"x-request-id", self._id)]
            if not any(name == b"content-security-policy" for name, _ in headers):
                headers.append(_API_POLICY)
            message["headers"] = headers
        await self._send(message)

    async def _answer(self, error: Exception) -> None:
        problem = Problem.of(error)
        path = self._scope["path"]
        if problem.status == 500:
            _log.error("request failed", path=path, correlation_id=self._id, exc_info=error)
        if self._status:
            # The answer has begun; ending it early is all that is left.
            raise error
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"cache-control", b"no-store"),
            *((name.lower().encode(), value.encode()) for name, value in problem.headers.items()),
        ]
        body = problem.document(instance=quote(path), request_id=self._id.decode())
        await send_body(self.send, body, status=problem.status, headers=headers)

    def _look_at_headers(self) -> tuple[bytes, int]:
        found, size = b"", 0
        for name, value in self._scope["headers"]:
            size += len(name) + len(value)
            if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
                found = value
        return found or uuid7().encode(), size

    def _refuse_large_headers(self) -> None:
        if self._header_size > _MOST_HEADER_BYTES or len(self._scope["headers"]) > _MOST_HEADERS:
            raise Problem(431, "headers_too_large", "The headers are too large or too many.")
