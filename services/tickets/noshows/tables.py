"""Tables of no-shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class NoShow(Base):
    """A valid ticket that nobody used. ``event_at`` is when the event began.

    ``cool_down_id`` is the cool-down that it led to, so that it leads to one only. An excused one
    counts for nothing.
    """

    __tablename__ = "no_shows"
    __table_args__ = (
        Index("ix_no_shows_member_id_event_at", "member_id", "event_at"),
        Index("ix_no_shows_district_ticket_id", "district", "ticket_id"),
    )

    ticket_id: Mapped[str] = mapped_column(Id, primary_key=True)
    release_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id)
    district: Mapped[str] = mapped_column(String(40))
    places: Mapped[int]
    event_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cool_down_id: Mapped[str | None] = mapped_column(Id, index=True)
    excused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    excused_by: Mapped[str | None] = mapped_column(String(64))
    excuse: Mapped[str | None] = mapped_column(String(500))


class NoShowCount(Base):
    """A release whose no-shows have been counted. Where nobody was checked in there was no door,
    and nobody is counted."""

    __tablename__ = "no_show_counts"

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("releases.id"), primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_in: Mapped[bool]
