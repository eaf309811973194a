"""Reading and writing the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.notify.inbox.tables import InboxEntry

SORT_KEY = (InboxEntry.created_at, InboxEntry.id)


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add entries."""
    session.execute(sa.insert(InboxEntry), rows)


def newest(
    session: Session, *, member_id: str, beyond: Sequence[Any], limit: int
) -> Sequence[InboxEntry]:
    """A member's entries, newest first, after the sort key ``beyond``."""
    select = (
        sa.select(InboxEntry)
        .where(InboxEntry.member_id == member_id)
        .order_by(*(column.desc() for column in SORT_KEY))
        .limit(limit)
    )
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select).all()


def unread(session: Session, *, member_id: str) -> int:
    """How many entries a member has not marked as read."""
    select = sa.select(sa.func.count()).select_from(InboxEntry)
    select = select.where(InboxEntry.member_id == member_id, InboxEntry.read_at.is_(None))
    return session.scalar(select) or 0


def find(session: Session, *, member_id: str, message_id: str) -> InboxEntry | None:
    """One entry of one member."""
    entry = session.get(InboxEntry, message_id)
    return entry if entry is not None and entry.member_id == member_id else None
