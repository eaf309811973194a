"""One HTTP request, and what is known when it breaks off.

What happens to the connection decides: before the request is written a failure means that nothing
was taken; after it, nobody knows.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import eventlet

from chassis.log import get_logger
from services.notify.channels.port import Outcome, OutcomeKind

_MOST = 4096  # bytes of an answer; a provider's answer is a line
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked. ``origin`` is scheme, host and port; ``target`` the path and all behind it."""

    origin: str
    target: str = field(repr=False)
    method: str = "GET"
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


def is_address(url: str) -> bool:
    """Whether a text is an http or https address."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def ask(request: Request, *, timeout: float, provider: str) -> Answer | Outcome:
    """The answer, or the outcome that there is none. It takes ``timeout`` seconds at most, and
    nothing of the request is logged."""
    written = False
    connection = _connection(request.origin, timeout)
    try:
        with eventlet.Timeout(timeout, TimeoutError()):
            connection.connect()
            written = True  # from here on a byte of it may have arrived
            connection.request(request.method, request.target, request.body, request.headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(_MOST))
    except (OSError, http.client.HTTPException) as error:
        name = type(error).__name__
        _log.warning("a provider broke off", provider=provider, written=written, error=name)
        return Outcome(OutcomeKind.UNCERTAIN if written else OutcomeKind.REFUSED, name)
    finally:
        connection.close()


def _connection(origin: str, timeout: float) -> http.client.HTTPConnection:
    place = urlsplit(origin)
    secure = place.scheme == "https"
    connection = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    return connection(str(place.hostname), place.port, timeout=timeout)
