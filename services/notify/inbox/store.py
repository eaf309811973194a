"""Reading and writing the inbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    session: Session, *, of: Collection[str], beyond: Sequence[Any], limit: int
) -> Sequence[InboxEntry]:
    """The entries of some recipients, newest first, after the sort key ``beyond``."""
    select = (
        sa.select(InboxEntry)
        .where(_theirs(of))
        .order_by(*(column.desc() for column in SORT_KEY))
        .limit(limit)
    )
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select).all()


def unread(session: Session, *, of: Collection[str]) -> int:
    """How many entries of some recipients nobody has marked as read."""
    select = sa.select(sa.func.count()).select_from(InboxEntry)
    select = select.where(_theirs(of), InboxEntry.read_at.is_(None))
    return session.scalar(select) or 0


def find(session: Session, *, of: Collection[str], message_id: str) -> InboxEntry | None:
    """One entry of one of some recipients."""
    entry = session.get(InboxEntry, message_id)
    return entry if entry is not None and entry.member_id in of else None


def _theirs(of: Collection[str]) -> sa.ColumnElement[bool]:
    """One recipient by equality, so that the index gives the order as well."""
    if len(of) == 1:
        return InboxEntry.member_id == next(iter(of))
    return InboxEntry.member_id.in_(of)
