"""The table of appeals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class Appeal(Base):
    """A member's objection to a cool-down, one each. Why they could not come may be about their
    health, so it lies sealed."""

    __tablename__ = "appeals"
    __table_args__ = (Index("ix_appeals_district_id", "district", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    cool_down_id: Mapped[str] = mapped_column(Id, ForeignKey("cool_downs.id"), unique=True)
    member_id: Mapped[str] = mapped_column(Id, index=True)
    district: Mapped[str] = mapped_column(String(40))
    sealed_text: Mapped[str] = mapped_column(Text)
    stated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(500))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
