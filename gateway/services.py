"""How the gateway reaches the services: one small interface with two adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from chassis.context import CallContext
from chassis.errors import FieldError

NAMES = ("members", "catalog", "tickets", "projects", "notify")

Heard = Callable[[Mapping[str, Any]], None]


class ServiceError(Exception):
    """A call ended without a result.

    ``kind`` is one of those of ``chassis.errors`` (what the service answered, or ``unavailable``
    when nothing was done), ``timeout`` (nobody knows what was done) or ``internal``.
    """

    def __init__(
        self,
        kind: str,
        *,
        code: str = "",
        message: str = "",
        errors: tuple[FieldError, ...] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.code = code or kind
        self.message = message or self.code.replace("_", " ")
        self.errors = errors
        self.facts = dict(facts or {})
        super().__init__(self.message)

    @property
    def passing(self) -> bool:
        """Whether the same call may fare better in a moment."""
        return self.kind in {"unavailable", "timeout"}


class Services(Protocol):
    """The services as the gateway sees them."""

    async def start(self) -> None:
        """Begin to connect; returns at once, calls fail as ``unavailable`` until it is done."""

    async def stop(self) -> None:
        """Disconnect; what is still in flight fails as ``unavailable``."""

    async def call(
        self,
        service: str,
        method: str,
        payload: Mapping[str, Any],
        *,
        context: CallContext,
        timeout: float,
    ) -> Any:
        """The result of ``service.method``. Raises ``ServiceError``, after ``timeout`` seconds at
        the latest."""

    def subscribe(
        self, types: Iterable[str], heard: Heard, *, interrupted: Callable[[], None]
    ) -> None:
        """Call ``heard`` with each envelope of these event types from now on, in this process.

        News only: what is published while the broker is away is not heard, and ``interrupted`` is
        called then. Subscribe before ``start``.
        """

    async def ready(self) -> Mapping[str, bool]:
        """Whether the broker and each service can be called now."""
