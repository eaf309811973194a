"""The table of applications. Money is in fen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base


class Application(Base):
    """What an organisation hands in for a tender; one row for both, whatever becomes of it.

    Before the opening only ``sealed`` knows what it says; ``price`` and ``content`` are empty.
    ``receipt`` is the hash that the organisation was given for it.
    """

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint("price IS NULL OR price > 0", name="price"),
        Index("uq_applications_tender_id_provider_id", "tender_id", "provider_id", unique=True),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    sealed: Mapped[str] = mapped_column(Text)
    receipt: Mapped[str] = mapped_column(String(64))
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_by: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    price: Mapped[int | None] = mapped_column(BigInteger)
    content: Mapped[dict[str, Any] | None] = mapped_column(Json)
    correction_asked: Mapped[str] = mapped_column(Text, default="")
    correction_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    correction: Mapped[dict[str, Any] | None] = mapped_column(Json)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
