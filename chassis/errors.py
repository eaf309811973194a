"""Errors that a caller may see, by name.

A service derives its own from one of the kinds below. Over RPC an error travels as nameko sends
exceptions: its name in ``exc_type`` and in ``exc_args`` the message and ``details()``, so that a
caller can tell it without importing the service.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field of the caller's input and what is wrong with it."""

    field: str
    message: str


class DomainError(Exception):
    """Base of all errors that are answers, not accidents.

    ``kind`` decides the HTTP status at the gateway; ``code`` is stable and is what clients read.
    """

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "conflict"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, message: str = "", *, errors: tuple[FieldError, ...] = (), **facts: Any):
        self.message = message or self.code.replace("_", " ")
        self.errors = errors
        self.facts = facts
        super().__init__(self.message, self.details())

    def __str__(self) -> str:
        return self.message

    def details(self) -> dict[str, Any]:
        """Everything but the message, ready for JSON."""
        return {
            "kind": self.kind,
            "code": self.code,
            "errors": [{"field": e.field, "message": e.message} for e in self.errors],
            "facts": self.facts,
        }


class InvalidInput(DomainError):
    """The input breaks its schema or a rule that names a field."""

    kind = "invalid"

    @classmethod
    def of(cls, field: str, message: str) -> InvalidInput:
        """An error about one field."""
        return cls(f"{field}: {message}", errors=(FieldError(field, message),))


class Unauthenticated(DomainError):
    """Nobody, or nobody any more, stands behind the call."""

    kind = "unauthenticated"


class Forbidden(DomainError):
    """The caller is known and may not do this."""

    kind = "forbidden"


class NotFound(DomainError):
    """There is no such thing, or none that the caller may know of."""

    kind = "not_found"


class Conflict(DomainError):
    """The thing exists but its state does not allow the request."""

    kind = "conflict"


class RateLimited(DomainError):
    """Too many in too short a time; ``retry_after`` (seconds) is among the facts."""

    kind = "rate_limited"


class Unavailable(DomainError):
    """Something we need is away for now; the same request may be sent again."""

    kind = "unavailable"


class DeadlineExceeded(Unavailable):
    """The caller has stopped waiting, so nothing was done."""


class IdempotencyKeyReused(InvalidInput):
    """An Idempotency-Key came back with another request."""


class ConfigurationError(Exception):
    """The environment does not describe a system that can run; lists all that is wrong."""
