"""Tables of openings and of who is reminded of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class Opening(Base):
    """A release as far as reminders go; ``known_at`` is the time of the event that said so."""

    __tablename__ = "openings"

    release_id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(400))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled: Mapped[bool]


class OpeningReminder(Base):
    """That a member wishes to be reminded of an opening, and when; null once it was done, or is
    not to be done any more."""

    __tablename__ = "opening_reminders"
    __table_args__ = (UniqueConstraint("release_id", "member_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    release_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id, index=True)
    minutes_before: Mapped[int]
    remind_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


_DUE = OpeningReminder.remind_at.is_not(None)
Index(
    "ix_opening_reminders_remind_at",
    OpeningReminder.remind_at,
    postgresql_where=_DUE,
    sqlite_where=_DUE,
)
