"""What members asks other services about one member; never inside a unit of work."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from chassis.context import SYSTEM, CallContext
from chassis.errors import DomainError, Unavailable
from chassis.log import get_logger

_PATIENCE = timedelta(seconds=2)  # for one part; who is away must leave time to say so
_log = get_logger(__name__)


class Remote(Protocol):
    """What is used of ``chassis.remote.RemoteService``."""

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Call a method of the other service."""


class PartAway(Exception):
    """A service did not give its part; the message says why, for people."""


class Others:
    """The services beside this one that hold something about members."""

    def __init__(
        self, services: Mapping[str, Remote], context: CallContext, *, now: datetime
    ) -> None:
        self._services = services
        self._until = (now + _PATIENCE).timestamp()
        self._context = dataclasses.replace(context, caller=SYSTEM, idempotency_key="")

    def places_held(self, member_id: str) -> dict[str, int]:
        """How many places of which kind a member holds that others could have.

        Raises ``Unavailable``.
        """
        answer = self._services["tickets"].call(
            "places_of_member", context=self._context, member_id=member_id
        )
        return {str(what): int(number) for what, number in answer.items()}

    def export_piece(self, service: str, *, member_id: str, piece: int) -> tuple[str, int | None]:
        """A piece of a service's part, and the number of the next one. Raises ``PartAway``."""
        until = min(self._until, self._context.deadline or self._until)
        context = dataclasses.replace(self._context, deadline=until)
        try:
            answer = self._services[service].call(
                "export_member", context=context, member_id=member_id, piece=piece
            )
            return answer["text"], answer["next_piece"]
        except Unavailable as error:
            _log.warning("part of an export away", service=service, error=repr(error)[:200])
            raise PartAway("the service did not answer in time") from error
        except DomainError as error:
            _log.warning("part of an export refused", service=service, error=repr(error)[:200])
            raise PartAway("the service could not give it out") from error
