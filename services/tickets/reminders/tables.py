"""Tables of reminders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class Reminder(Base):
    """When the holders of a release's tickets are reminded of an event at that time; ``done_at``
    once all have been. An event that moves gets a new time here."""

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_done_at_remind_at", "done_at", "remind_at"),)

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("releases.id"), primary_key=True)
    event_starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    remind_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RemindedTicket(Base):
    """The holder of a ticket was reminded of an event at that time, which is done once."""

    __tablename__ = "reminded_tickets"

    ticket_id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    reminded_at: Mapped[datetime] = mapped_column(UtcDateTime)
