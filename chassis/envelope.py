"""Events as CloudEvents 1.0 in structured JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.clock import parse_rfc3339, rfc3339
from chassis.ids import uuid7


@dataclass(frozen=True, slots=True)
class Event:
    """A past fact that a service publishes.

    ``type`` is ``<service>.<fact>.v<version>``; ``subject`` the id of what it is about; ``data``
    is JSON and matches ``contracts/<type>.schema.json``.
    """

    type: str
    subject: str
    data: Mapping[str, Any]

    @property
    def source(self) -> str:
        """The service that publishes it."""
        return self.type.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """An event as a consumer sees it."""

    id: str
    type: str
    subject: str
    time: datetime
    data: Mapping[str, Any]
    correlation_id: str = ""
    causation_id: str = ""


class MalformedEvent(Exception):
    """A message that is no event of ours; it goes to the dead letters at once."""


def seal(event: Event, *, at: datetime, correlation_id: str, causation_id: str) -> dict[str, Any]:
    """Put an event into its envelope."""
    return {
        "specversion": "1.0",
        "id": uuid7(),
        "source": f"/{event.source}",
        "type": event.type,
        "time": rfc3339(at),
        "subject": event.subject,
        "datacontenttype": "application/json",
        "dataschema": f"/contracts/{event.type}.schema.json",
        "correlationid": correlation_id or uuid7(),
        "causationid": causation_id,
        "data": dict(event.data),
    }


def unseal(envelope: Any) -> ReceivedEvent:
    """Take an event out of its envelope. Raises ``MalformedEvent``."""
    try:
        return ReceivedEvent(
            id=str(envelope["id"]),
            type=str(envelope["type"]),
            subject=str(envelope.get("subject", "")),
            time=parse_rfc3339(envelope["time"]),
            data=dict(envelope["data"]),
            correlation_id=envelope.get("correlationid", ""),
            causation_id=envelope.get("causationid", ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedEvent(f"not a CloudEvents envelope: {error!r}") from error
