"""The table of lots."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base


class Lot(Base):
    """Names that were fixed, and the value that gave them an order.

    ``about`` says what the order is for: ``panel:`` or ``tie:`` and an id. One thing may have
    several lots; a later one orders names that an earlier one did not have.
    """

    __tablename__ = "lots"
    __table_args__ = (Index("ix_lots_about_announced_at", "about", "announced_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[str] = mapped_column(Id, ForeignKey("batches.id"))
    about: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    names: Mapped[list[str]] = mapped_column(Json)
    names_hash: Mapped[str] = mapped_column(String(64))
    announced_by: Mapped[str] = mapped_column(String(64))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    value: Mapped[str | None] = mapped_column(String(200))
    drawn_by: Mapped[str | None] = mapped_column(String(64))
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
