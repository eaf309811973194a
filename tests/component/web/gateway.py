"""The other side of the HTTP contract, as a test wants it, without a socket.

Pages come from their files, with the policy that the gateway sends; calls get the answers that the
test has laid out, and what has been asked is kept.
"""

from __future__ import annotations

import json
import mimetypes
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Request, Route

WEB = Path(__file__).parents[3] / "gateway" / "web"
# Loopback counts as secure, so the page has all that it has in production. Nobody listens there.
PLACE = "http://127.0.0.1:9"
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gets. A body that is no text is sent as JSON; status 0 cuts the line."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked."""

    headers: Mapping[str, str]
    body: Any


Script = Answer | Callable[[Call], Answer]


def problem(status: int, code: str, **headers: str) -> Answer:
    """A problem document."""
    content = {"type": "about:blank", "title": code, "status": status, "code": code, "errors": []}
    return Answer(content, status, {"content-type": "application/problem+json", **headers})


def moment(seconds: float = 0) -> str:
    """A time that many seconds from now, as the contract writes it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


class ScriptedGateway:
    """Answers ``"GET /v1/me"`` and so on. Of several answers the last one stays."""

    def __init__(self) -> None:
        self._answers: dict[str, list[Script]] = {}
        self.calls: dict[str, list[Call]] = defaultdict(list)
        self.unexpected: list[str] = []

    def on(self, call: str, *answers: Script) -> None:
        """Lay out the answers of one call, or what makes an answer of what was asked."""
        self._answers[call] = list(answers)

    def serve(self, context: BrowserContext) -> None:
        """Be the network of a browser context."""
        context.route("**/*", self._handle)

    def count(self) -> int:
        """How many calls there were. Not counted is the stream, which ends here at once and so is
        opened again and again."""
        return sum(len(calls) for name, calls in self.calls.items() if "events" not in name)

    def _handle(self, route: Route, request: Request) -> None:
        path = urlsplit(request.url).path
        if not path.startswith(("/v1/", "/demo/accounts", "/demo/phone/")):
            _send_file(route, path)
            return
        body = request.post_data
        call = Call(request.headers, json.loads(body) if body else None)
        _send(route, self.answer(f"{request.method} {path}", call))

    def answer(self, name: str, call: Call) -> Answer:
        """What a call gets."""
        if name not in self._answers:
            self.unexpected.append(name)
            self._answers[name] = [problem(404, "not_found")]
        self.calls[name].append(call)
        waiting = self._answers[name]
        script = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return script if isinstance(script, Answer) else script(call)


def _send(route: Route, answer: Answer) -> None:
    if answer.status == 0:
        route.abort("connectionreset")
        return
    body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    headers = {"content-type": "application/json", **answer.headers}
    route.fulfill(status=answer.status, body=body, headers=headers)


def _send_file(route: Route, path: str) -> None:
    if path == "/blank":
        route.fulfill(body="<!doctype html>", content_type="text/html")
        return
    place = WEB / (path + "index.html" if path.endswith("/") else path).removeprefix("/")
    if not place.is_file():
        route.fulfill(status=404)
        return
    kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
    headers = {"content-type": kind, "content-security-policy": POLICY}
    route.fulfill(body=place.read_bytes(), headers=headers)
