"""Tables of the deadlines of purchases and of who is reminded of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class Deadline(Base):
    """One deadline of a group (a batch, an application, a sheet), as the newest event has it.

    Without ``due_at`` somebody waits to be reminded of what has not been heard of yet.
    """

    __tablename__ = "purchase_deadlines"

    group_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    known_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over: Mapped[bool]


class DeadlineReminder(Base):
    """That a party is reminded of a deadline, of what, and when: null once it was done, or is not
    to be done. ``known_at`` is the time of the event that said whether it is wanted."""

    __tablename__ = "purchase_reminders"
    __table_args__ = (UniqueConstraint("name", "subject", "inbox"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(24))
    group_id: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(120))
    inbox: Mapped[str] = mapped_column(Id)
    owner: Mapped[str] = mapped_column(String(40))
    template: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(400))
    wanted: Mapped[bool]
    known_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    remind_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


Index("ix_purchase_reminders_group_id_name", DeadlineReminder.group_id, DeadlineReminder.name)
_DUE = DeadlineReminder.remind_at.is_not(None)
Index(
    "ix_purchase_reminders_remind_at",
    DeadlineReminder.remind_at,
    postgresql_where=_DUE,
    sqlite_where=_DUE,
)
