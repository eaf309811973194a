"""Problem documents (RFC 9457): the one shape of every answer that is not a success."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from chassis.errors import DomainError, FieldError
from gateway.services import ServiceError

MEDIA_TYPE = "application/problem+json"
STATUS_OF_KIND = {
    "invalid": 422,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "rate_limited": 429,
    "unavailable": 503,
    "timeout": 504,
    "internal": 500,
}
_RETRY_SECONDS = {429: 1.0, 503: 1.0, 504: 1.0}


class Problem(Exception):
    """An answer that ends a request wherever it is raised.

    ``code`` is stable and is what clients read; ``message`` is for people; ``errors`` name the
    fields that are wrong. ``retry_after`` is in seconds.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        errors: tuple[FieldError, ...] = (),
        facts: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.facts = dict(facts or {})
        self.headers = dict(headers or {})
        wait = retry_after if retry_after is not None else _RETRY_SECONDS.get(status)
        if wait is not None:
            self.headers["Retry-After"] = str(max(1, math.ceil(wait)))
        if status == 401:
            self.headers.setdefault("WWW-Authenticate", 'Bearer realm="unionhall"')

    @classmethod
    def of(cls, error: BaseException) -> Problem:
        """The problem that an error is; anything unexpected is 500 and tells nothing."""
        if isinstance(error, Problem):
            return error
        if not isinstance(error, DomainError | ServiceError):
            return cls(500, "internal", "Something went wrong on our side.")
        status = STATUS_OF_KIND.get(error.kind, 500)
        if status == 500:
            return cls(500, "internal", "Something went wrong on our side.")
        facts = dict(error.facts)
        return cls(
            status,
            error.code,
            error.message,
            errors=error.errors,
            retry_after=_seconds(facts.pop("retry_after", None)),
            facts=facts,
        )

    def document(self, *, instance: str, request_id: str) -> bytes:
        """The body, in JSON."""
        content: dict[str, Any] = {
            "type": f"urn:unionhall:problem:{self.code}",
            "title": self.code.replace("_", " ").capitalize(),
            "status": self.status,
            "code": self.code,
            "detail": self.message,
            "instance": instance,
            "request_id": request_id,
            "errors": [{"field": e.field, "message": e.message} for e in self.errors],
        }
        if self.facts:
            content["facts"] = self.facts
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(
            errors="replace"
        )


def bad_request(code: str, message: str, *, field: str = "") -> Problem:
    """A request that cannot be read at all."""
    errors = (FieldError(field, message),) if field else ()
    return Problem(400, code, message, errors=errors)


def not_found() -> Problem:
    """No such address."""
    return Problem(404, "not_found", "There is nothing at this address.")


def _seconds(value: Any) -> float | None:
    # nameko turns the numbers among an exception's arguments into text.
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    return seconds if 0 <= seconds < 86_400 else None
