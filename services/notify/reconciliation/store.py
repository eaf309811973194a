"""Reading and writing matters and the call list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from chassis.paging import after
from services.notify.database import insert_new
from services.notify.inbox.tables import InboxEntry
from services.notify.messages.rules import State
from services.notify.messages.tables import Message
from services.notify.reconciliation.rules import ANSWERED_BY, Told
from services.notify.reconciliation.tables import CallListEntry, CallNote, Matter

SORT_KEY = (CallListEntry.id,)  # ids begin with their moment


def add(session: Session, row: dict[str, Any]) -> bool:
    """Write down a matter; whether it was not there."""
    return bool(insert_new(session, Matter, [row], key=Matter.id))


def lock_matter(session: Session, *, kind: str, subject_id: str) -> Matter:
    """One matter, held until the end of the transaction."""
    select = sa.select(Matter).where(Matter.kind == kind, Matter.subject_id == subject_id)
    return session.scalars(select.with_for_update()).one()


def take_due(session: Session, *, now: datetime, limit: int) -> Sequence[Matter]:
    """Matters whose time has come, locked; those that somebody else holds are passed over."""
    select = sa.select(Matter).where(Matter.due_at <= now).order_by(Matter.due_at).limit(limit)
    return session.scalars(select.with_for_update(skip_locked=True)).all()


def told(session: Session, event_ids: Collection[str]) -> dict[tuple[str, str], list[Told]]:
    """The messages of events, by event and recipient."""
    select = (
        sa.select(
            Message.event_id,
            Message.recipient,
            Message.channel,
            Message.state,
            Message.reason,
            InboxEntry.read_at,
        )
        # Message and inbox entry have one id.
        .outerjoin(InboxEntry, InboxEntry.id == Message.id)
        .where(Message.event_id.in_(event_ids))
    )
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for row in session.execute(select):
        found[row.event_id, row.recipient].append(
            Told(
                channel=row.channel,
                state=State(row.state),
                reason=row.reason,
                read=row.read_at is not None,
            )
        )
    return found


def answered(session: Session, matters: Iterable[Matter]) -> set[str]:
    """Which of these offers have become what they offered; their ids."""
    ids = [matter.id for matter in matters if matter.kind in ANSWERED_BY]
    if not ids:
        return set()
    answer = aliased(Matter)
    pairs = [
        sa.and_(Matter.kind == offer, answer.kind == got) for offer, got in ANSWERED_BY.items()
    ]
    select = sa.select(Matter.id).join(
        answer,
        sa.and_(
            answer.member_id == Matter.member_id,
            answer.group_id == Matter.group_id,
            answer.happened_at >= Matter.happened_at,
            sa.or_(*pairs),
        ),
    )
    return set(session.scalars(select.where(Matter.id.in_(ids))))


def counts(session: Session, *, begins: datetime, ends: datetime) -> dict[tuple[str, str], int]:
    """How many matters of a time stand where, by kind and standing."""
    select = (
        sa.select(Matter.kind, Matter.standing, sa.func.count())
        .where(Matter.happened_at >= begins, Matter.happened_at < ends, Matter.event_id != "")
        .group_by(Matter.kind, Matter.standing)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(select)}


def entries_of(session: Session, matter_ids: Collection[str]) -> dict[str, CallListEntry]:
    """The entries of matters, by matter."""
    select = sa.select(CallListEntry).where(CallListEntry.matter_id.in_(matter_ids))
    return {entry.matter_id: entry for entry in session.scalars(select)}


def entry(
    session: Session, entry_id: str, *, lock: bool = False
) -> tuple[CallListEntry, Matter] | None:
    """One entry and its matter; locked, both are held as a look holds them."""
    select = sa.select(CallListEntry, Matter).join(Matter, Matter.id == CallListEntry.matter_id)
    select = select.where(CallListEntry.id == entry_id)
    if lock:
        select = select.with_for_update()
    row = session.execute(select).one_or_none()
    return None if row is None else (row[0], row[1])


def entries(
    session: Session,
    *,
    is_open: bool,
    reason: str,
    beyond: Sequence[Any],
    limit: int,
) -> Sequence[tuple[CallListEntry, Matter]]:
    """Open or closed entries with their matters, oldest first."""
    select = sa.select(CallListEntry, Matter).join(Matter, Matter.id == CallListEntry.matter_id)
    closed = CallListEntry.closed_at
    select = select.where(closed.is_(None) if is_open else closed.is_not(None))
    if reason:
        select = select.where(CallListEntry.reason == reason)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=False))
    rows = session.execute(select.order_by(CallListEntry.id).limit(limit))
    return [(row[0], row[1]) for row in rows]


def count_open(session: Session) -> int:
    """How many entries are open."""
    select = sa.select(sa.func.count()).select_from(CallListEntry)
    return session.scalar(select.where(CallListEntry.closed_at.is_(None))) or 0


def note(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write down what people did about entries."""
    if rows:
        session.execute(sa.insert(CallNote), rows)


def notes(session: Session, entry_id: str) -> Sequence[CallNote]:
    """What people did about an entry, in order."""
    select = sa.select(CallNote).where(CallNote.entry_id == entry_id)
    return session.scalars(select.order_by(CallNote.at, CallNote.id)).all()
