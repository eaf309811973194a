"""Tables of awards and objections. Money is in fen, scores in ten-thousandths of a point."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base

LIVE = text("state IN ('standstill', 'contested', 'confirmed')")


class Award(Base):
    """Whom a tender is awarded to, from the public notice on; a tender has one live at a time, or
    one for each ``lot`` (its code, else empty).

    ``suspended_at`` is when the first open objection stopped the standstill.
    """

    __tablename__ = "awards"
    __table_args__ = (
        CheckConstraint("price > 0", name="price"),
        UniqueConstraint("tender_id", "number"),
        Index(
            "uq_awards_tender_id_lot_live",
            "tender_id",
            "lot",
            unique=True,
            postgresql_where=LIVE,
            sqlite_where=LIVE,
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"))
    lot: Mapped[str] = mapped_column(String(20), default="")
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(30), unique=True)
    application_id: Mapped[str] = mapped_column(Id, ForeignKey("applications.id"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"))
    provider_name: Mapped[str] = mapped_column(String(120))
    place: Mapped[int]
    score: Mapped[int] = mapped_column(BigInteger)
    price: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    working_days: Mapped[int]
    noticed_by: Mapped[str] = mapped_column(String(64))
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    objections_until: Mapped[datetime] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")


class Objection(Base):
    """What an applicant holds against an award; one of each applicant to one notice."""

    __tablename__ = "objections"
    __table_args__ = (UniqueConstraint("award_id", "application_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    award_id: Mapped[str] = mapped_column(Id, ForeignKey("awards.id"))
    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"), index=True)
    application_id: Mapped[str] = mapped_column(Id, ForeignKey("applications.id"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    filed_by: Mapped[str] = mapped_column(String(64))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(64))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
