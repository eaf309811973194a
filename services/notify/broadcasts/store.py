"""Reading and writing broadcasts and their lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import insert_many
from services.notify.broadcasts.rules import Page, Recipient, State
from services.notify.broadcasts.tables import Broadcast, BroadcastLine
from services.notify.messages.classes import Lane
from services.notify.messages.rules import UNSENT
from services.notify.messages.rules import State as MessageState
from services.notify.messages.tables import Message

_OPEN = (*sorted(UNSENT), MessageState.DISPATCHING)


def add(session: Session, broadcast: Broadcast, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add a broadcast with the lines of its file."""
    session.add(broadcast)
    session.flush()
    for start in range(0, len(lines), 5000):
        insert_many(session, BroadcastLine.__table__, lines[start : start + 5000])


def find(session: Session, broadcast_id: str) -> Broadcast | None:
    """One broadcast."""
    return session.get(Broadcast, broadcast_id)


def lock(session: Session, broadcast_id: str) -> Broadcast | None:
    """The same as it is now, changed by nobody else until the transaction ends."""
    return session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)


def of_office(
    session: Session, office: str, *, before: str | None, limit: int
) -> Sequence[Broadcast]:
    """Those of an office and below it, newest first."""
    select = sa.select(Broadcast).order_by(Broadcast.id.desc()).limit(limit)
    if office:
        below = Broadcast.office.startswith(f"{office}/", autoescape=True)
        select = select.where(sa.or_(Broadcast.office == office, below))
    if before is not None:
        select = select.where(Broadcast.id < before)
    return session.scalars(select).all()


def live(session: Session, *states: State, now: datetime) -> Sequence[Broadcast]:
    """Those in some states whose time has come, oldest first."""
    due = sa.or_(Broadcast.send_at.is_(None), Broadcast.send_at <= now)
    select = sa.select(Broadcast).where(Broadcast.state.in_(states))
    if State.CHECKING not in states:
        select = select.where(due)
    return session.scalars(select.order_by(Broadcast.id)).all()


def standing_still(session: Session, ids: Collection[str]) -> dict[str, State]:
    """Which of some broadcasts are paused or called off."""
    select = sa.select(Broadcast.id, Broadcast.state).where(
        Broadcast.id.in_(ids), Broadcast.state.in_((State.PAUSED, State.CANCELLED))
    )
    return {broadcast_id: State(state) for broadcast_id, state in session.execute(select)}


def waiting(session: Session, broadcast_id: str) -> int:
    """How many SMS of a broadcast have not left yet; by an index of nothing else."""
    select = sa.select(sa.func.count()).select_from(Message)
    return session.scalar(select.where(_open(broadcast_id))) or 0


def wake(session: Session, broadcast_id: str, *, now: datetime) -> None:
    """Give those that a pause held back a time again; a few thousand at most."""
    session.execute(
        sa.update(Message)
        .where(_open(broadcast_id), Message.due_at.is_(None))
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )


def _open(broadcast_id: str) -> sa.ColumnElement[bool]:
    # Written out, so that the databases see that the partial index holds all of it.
    return sa.and_(
        Message.event_id == broadcast_id,
        sa.literal_column("lane") == sa.literal_column(f"'{Lane.BULK}'"),
        sa.literal_column("state").in_([sa.literal_column(f"'{state}'") for state in _OPEN]),
    )


def counts(session: Session, broadcast_id: str) -> list[dict[str, Any]]:
    """A broadcast's messages by channel and state."""
    select = sa.select(Message.channel, Message.state, sa.func.count())
    grouped = select.where(Message.event_id == broadcast_id).group_by(
        Message.channel, Message.state
    )
    return [
        {"channel": channel, "state": state, "count": count}
        for channel, state, count in session.execute(grouped.order_by(Message.channel))
    ]


def unchecked(
    session: Session, broadcast_id: str, *, after: int, limit: int
) -> Sequence[BroadcastLine]:
    """Lines whose cards are to be looked up, in order."""
    select = sa.select(BroadcastLine).where(
        BroadcastLine.broadcast_id == broadcast_id,
        BroadcastLine.number > after,
        BroadcastLine.fault == "",
    )
    return session.scalars(select.order_by(BroadcastLine.number).limit(limit)).all()


def settle(session: Session, broadcast_id: str, found: Iterable[Mapping[str, Any]]) -> None:
    """Note of lines the member or the fault."""
    rows = [{"broadcast_id": broadcast_id, **row} for row in found]
    if rows:
        session.execute(sa.update(BroadcastLine), rows)


def good_lines(session: Session, broadcast_id: str, *, after: int, limit: int) -> Page:
    """The recipients that a file names after a line."""
    select = sa.select(BroadcastLine).where(
        BroadcastLine.broadcast_id == broadcast_id,
        BroadcastLine.number > after,
        BroadcastLine.fault == "",
        BroadcastLine.member_id.is_not(None),
    )
    lines = session.scalars(select.order_by(BroadcastLine.number).limit(limit)).all()
    found = [Recipient(line.member_id or "", str(line.number), line.values) for line in lines]
    return Page(found, found[-1].place if len(found) == limit else None)


def faulty(
    session: Session, broadcast_id: str, *, after: int, limit: int
) -> Sequence[BroadcastLine]:
    """The faulty lines after one, in order."""
    select = sa.select(BroadcastLine).where(
        BroadcastLine.broadcast_id == broadcast_id,
        BroadcastLine.number > after,
        BroadcastLine.fault != "",
    )
    return session.scalars(select.order_by(BroadcastLine.number).limit(limit)).all()


def forget_lines(session: Session, *, ended_before: datetime) -> None:
    """Delete the lines of broadcasts that ended before a time."""
    ended = sa.select(Broadcast.id).where(Broadcast.ended_at < ended_before, Broadcast.lines > 0)
    session.execute(
        sa.delete(BroadcastLine)
        .where(BroadcastLine.broadcast_id.in_(ended))
        .execution_options(synchronize_session=False)
    )


def count_faulty(session: Session, broadcast_id: str) -> int:
    """How many they are."""
    select = sa.select(sa.func.count()).select_from(BroadcastLine)
    return (
        session.scalar(
            select.where(BroadcastLine.broadcast_id == broadcast_id, BroadcastLine.fault != "")
        )
        or 0
    )
