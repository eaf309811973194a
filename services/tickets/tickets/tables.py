"""The table of tickets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.tickets.database import Base

_LIVE = text("cancelled_at IS NULL")
_CANCELLED = text("cancelled_at IS NOT NULL")
_CALLED_OFF = text("cancelled_because = 'release_cancelled'")


class Ticket(Base):
    """Places of a release that a member holds. A member holds at most one valid ticket of it.

    Its signed code is not stored: it follows from the ids and the installation's key.
    No foreign key to the release: see ADR 0021.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index(
            "uq_tickets_release_id_member_id_live",
            "release_id",
            "member_id",
            unique=True,
            postgresql_where=_LIVE,
            sqlite_where=_LIVE,
        ),
        Index("ix_tickets_member_id_issued_at", "member_id", "issued_at"),
        Index(
            "ix_tickets_release_id_cancelled_at",
            "release_id",
            "cancelled_at",
            postgresql_where=_CANCELLED,
            sqlite_where=_CANCELLED,
        ),
        # Whom a cancellation has to tell; partial, so that a claim pays nothing for it.
        Index(
            "ix_tickets_release_id_id_called_off",
            "release_id",
            "id",
            postgresql_where=_CALLED_OFF,
            sqlite_where=_CALLED_OFF,
        ),
        CheckConstraint("places > 0", name="places"),
        CheckConstraint("used_at IS NULL OR cancelled_at IS NULL", name="one_end"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    release_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id)
    claim_id: Mapped[str] = mapped_column(Id)
    short_code: Mapped[str] = mapped_column(String(16), unique=True)
    places: Mapped[int]
    pool: Mapped[str] = mapped_column(String(60), default="")
    companions: Mapped[list[str]] = mapped_column(Json, default=list)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by: Mapped[str | None] = mapped_column(String(64))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_because: Mapped[str | None] = mapped_column(String(20))
