"""What notify publishes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event


def message_created(
    *, message_id: str, member_id: str, title: str, body: str, created_at: datetime
) -> Event:
    """A message lies in a member's inbox."""
    return Event(
        "notify.message_created.v1",
        message_id,
        {
            "message_id": message_id,
            "member_id": member_id,
            "title": title,
            "body": body,
            "created_at": rfc3339(created_at),
        },
    )


def member_erased(
    *, erasure_id: str, member_id: str, erased: Mapping[str, int], erased_at: datetime
) -> Event:
    """What notify held about a member is erased."""
    return Event(
        "notify.member_erased.v1",
        member_id,
        {
            "erasure_id": erasure_id,
            "member_id": member_id,
            "erased": dict(erased),
            "erased_at": rfc3339(erased_at),
        },
    )


class _Broadcast(Protocol):
    id: str
    office: str
    title: str
    recipients: int
    created_by: str
    approved_by: str | None


def broadcast_approved(broadcast: _Broadcast) -> Event:
    """A second person has let something go out to many."""
    return _of_broadcast("notify.broadcast_approved.v1", broadcast)


def broadcast_finished(broadcast: _Broadcast) -> Event:
    """All that was to leave has left."""
    return _of_broadcast("notify.broadcast_finished.v1", broadcast, recipients=broadcast.recipients)


def broadcast_cancelled(broadcast: _Broadcast, *, by: str) -> Event:
    """Something for many was called off; so many had been made for by then."""
    return _of_broadcast(
        "notify.broadcast_cancelled.v1",
        broadcast,
        recipients=broadcast.recipients,
        cancelled_by=by,
    )


def _of_broadcast(event_type: str, broadcast: _Broadcast, **more: str | int) -> Event:
    return Event(
        event_type,
        broadcast.id,
        {
            "broadcast_id": broadcast.id,
            "office": broadcast.office,
            "title": broadcast.title,
            "created_by": broadcast.created_by,
            "approved_by": broadcast.approved_by,
            **more,
        },
    )
