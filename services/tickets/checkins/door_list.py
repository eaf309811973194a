"""What a gate keeps of a release so that it can decide by itself: revoked and used tickets.

Valid ones are not in it: their codes prove themselves. A change is found by the time of its
transaction, which is set before it is committed; so the last page's cursor lies ``_OVERLAP`` back,
longer than any transaction lasts, and the gate is told of the last changes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from chassis import paging
from chassis.work import Reading
from services.tickets.checkins import rules
from services.tickets.checkins.tables import CheckIn
from services.tickets.errors import ReleaseNotFound
from services.tickets.releases import store as releases
from services.tickets.tickets.tables import Ticket

_OVERLAP = timedelta(minutes=1)
_LENGTH = 5000
_BEFORE_ALL = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class _Change:
    """A ticket was cancelled, or used by the scan told of at that moment."""

    at: datetime
    ticket_id: str
    used_at: datetime | None = None
    gate: str = ""


def read(
    reading: Reading, *, release_id: str, cursor: str, length: int = _LENGTH
) -> dict[str, Any]:
    """What has changed at a release's door since the cursor, all of it without one, and how many
    have come. At most ``length`` changes; then ``more`` is true.

    Raises ``ReleaseNotFound``, and ``Forbidden`` for who is no doorkeeper of one of its districts.
    """
    rules.require_doorkeeper(reading.caller)
    release = releases.find(reading.session, release_id)
    if release is None or release.scheduled_at is None:
        raise ReleaseNotFound("there is no such release")
    rules.require_doorkeeper_of(reading.caller, release.districts)
    beyond = paging.decode(cursor, length=2) if cursor else ()
    found = _changes(reading, release_id, beyond, limit=length + 1)
    more, changes = len(found) > length, found[:length]
    if more:
        last = (changes[-1].at, changes[-1].ticket_id)
    else:
        last = (reading.now - _OVERLAP, _BEFORE_ALL)
    return {
        "release_id": release.id,
        "title": release.title,
        "release_cancelled": release.cancelled_at is not None,
        "cancelled": [each.ticket_id for each in changes if each.used_at is None],
        "used": [
            {"ticket_id": each.ticket_id, "used_at": each.used_at, "gate": each.gate}
            for each in changes
            if each.used_at is not None
        ],
        "cursor": paging.encode(last),
        "more": more,
        "counts": _counts(reading, release_id),
        "server_time": reading.now,
    }


def _changes(
    reading: Reading, release_id: str, beyond: Sequence[Any], *, limit: int
) -> list[_Change]:
    """The next changes by time and ticket. Each half is cut by itself, so that neither index is
    read to its end."""
    halves = (
        (
            sa.select(Ticket.cancelled_at, Ticket.id).where(
                Ticket.release_id == release_id, Ticket.cancelled_at.is_not(None)
            ),
            (Ticket.cancelled_at, Ticket.id),
        ),
        (
            sa.select(
                CheckIn.recorded_at, CheckIn.ticket_id, CheckIn.scanned_at, CheckIn.gate
            ).where(CheckIn.release_id == release_id, CheckIn.is_first),
            (CheckIn.recorded_at, CheckIn.ticket_id),
        ),
    )
    found = []
    for select, order in halves:
        if beyond:
            select = select.where(paging.after(order, beyond, descending=False))
        rows = reading.session.execute(select.order_by(*order).limit(limit))
        found += [_Change(*row) for row in rows]
    return sorted(found, key=lambda change: (change.at, change.ticket_id))[:limit]


def _counts(reading: Reading, release_id: str) -> dict[str, Any]:
    issued, places = reading.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Ticket.places), 0)).where(
            Ticket.release_id == release_id, Ticket.cancelled_at.is_(None)
        )
    ).one()
    gates = reading.session.execute(
        sa.select(CheckIn.gate, sa.func.count(), sa.func.sum(CheckIn.places))
        .where(CheckIn.release_id == release_id, CheckIn.is_first)
        .group_by(CheckIn.gate)
        .order_by(CheckIn.gate)
    ).all()
    admitted = sum(int(row[2]) for row in gates)
    return {
        "tickets": issued,
        "places": int(places),
        "admitted_tickets": sum(row[1] for row in gates),
        "admitted_places": admitted,
        "awaited_places": int(places) - admitted,
        "gates": [{"gate": g, "tickets": n, "places": int(p)} for g, n, p in gates],
    }
