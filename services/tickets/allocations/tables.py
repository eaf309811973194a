"""The table of allocations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class Allocation(Base):
    """A named part of a release's stock; changes only under a lock on the release.

    What no allocation has is the general part. What is left at ``rolls_over_at`` goes there.
    """

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("remaining >= 0 AND remaining <= stock", name="remaining"),
        Index("ix_allocations_rolled_over_at_rolls_over_at", "rolled_over_at", "rolls_over_at"),
    )

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("releases.id"), primary_key=True)
    pool: Mapped[str] = mapped_column(String(60), primary_key=True)
    stock: Mapped[int]
    remaining: Mapped[int]
    rolls_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rolled_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rolled_over: Mapped[int] = mapped_column(default=0)
