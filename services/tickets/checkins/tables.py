"""The table of check-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base

_FIRST = text("is_first")


class CheckIn(Base):
    """One scan at a gate, and what the gate heard. A row is the record of it and stays.

    Only ``is_first`` changes: it marks the one scan that counts as the use of its ticket, and
    moves when a gate that had no connection tells of an earlier one. ``scanned_at`` is when it
    happened, ``recorded_at`` when it was told of.
    """

    __tablename__ = "check_ins"
    __table_args__ = (
        Index(
            "uq_check_ins_ticket_id_first",
            "ticket_id",
            unique=True,
            postgresql_where=_FIRST,
            sqlite_where=_FIRST,
        ),
        Index("ix_check_ins_release_id_recorded_at", "release_id", "recorded_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    ticket_id: Mapped[str | None] = mapped_column(Id)
    release_id: Mapped[str | None] = mapped_column(Id)
    places: Mapped[int]
    gate: Mapped[str] = mapped_column(String(40))
    device: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(64))
    scanned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    result: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(16))
    is_first: Mapped[bool]
