"""Tables of what members must hear of, and of the calls to those whom no message reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class Matter(Base):
    """A ticket, an offer or a place that a member must hear of; once for each.

    ``event_id`` leads to its messages; it is empty while only its end has been heard of.
    ``due_at`` is when it is looked at; null means that nothing is left to do.
    """

    __tablename__ = "matters"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(Id)
    event_id: Mapped[str] = mapped_column(String(64))
    member_id: Mapped[str] = mapped_column(Id)
    group_id: Mapped[str | None] = mapped_column(Id)
    """What a ticket and the offer that it answers have in common: release or application."""
    title: Mapped[str] = mapped_column(String(400))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    standing: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_DUE = Matter.due_at.is_not(None)
Index("ix_matters_due_at", Matter.due_at, postgresql_where=_DUE, sqlite_where=_DUE)
Index("ix_matters_member_id_group_id", Matter.member_id, Matter.group_id)


class CallListEntry(Base):
    """Somebody to phone about a matter; open until ``closed_at``. Holds no number."""

    __tablename__ = "call_list_entries"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    matter_id: Mapped[str] = mapped_column(Id, ForeignKey("matters.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(20))
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(64))


_OPEN = CallListEntry.closed_at.is_(None)
Index("ix_call_list_entries_open", CallListEntry.id, postgresql_where=_OPEN, sqlite_where=_OPEN)


class CallNote(Base):
    """Who did what about an entry, and when: saw the number, took it along in a file, called."""

    __tablename__ = "call_notes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entry_id: Mapped[str] = mapped_column(Id, ForeignKey("call_list_entries.id"), index=True)
    account_id: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
