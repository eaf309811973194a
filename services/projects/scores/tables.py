"""Tables of score sheets, moderation and rankings. Scores are in ten-thousandths of a point, which
both databases keep exactly; prices are in fen."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base


class ScoreSheet(Base):
    """What one reviewer says of one application; begun when the file is opened."""

    __tablename__ = "score_sheets"
    __table_args__ = (
        Index("ix_score_sheets_tender_id_state", "tender_id", "state"),
        CheckConstraint("total >= 0 AND total <= 1000000", name="total"),
    )

    application_id: Mapped[str] = mapped_column(Id, ForeignKey("applications.id"), primary_key=True)
    reviewer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"))
    marks: Mapped[dict[str, int | None]] = mapped_column(Json)
    comment: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    total: Mapped[int | None] = mapped_column(BigInteger)  # ten-thousandths
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Moderation(Base):
    """What was decided about changes of rank: the order kept or changed, why, and who differed."""

    __tablename__ = "moderations"

    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"), primary_key=True)
    changed: Mapped[bool] = mapped_column()
    order: Mapped[list[str]] = mapped_column("placed", Json)
    reason: Mapped[str] = mapped_column(Text)
    minority_view: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Ranking(Base):
    """An application's place in the fixed ranking of its tender."""

    __tablename__ = "rankings"
    __table_args__ = (
        UniqueConstraint("tender_id", "place"),
        CheckConstraint("place > 0", name="place"),
    )

    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"), primary_key=True)
    application_id: Mapped[str] = mapped_column(Id, ForeignKey("applications.id"), primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column()
    place_by_method: Mapped[int] = mapped_column()
    score: Mapped[int] = mapped_column(BigInteger)
    price: Mapped[int] = mapped_column(BigInteger)
    fixed_at: Mapped[datetime] = mapped_column(UtcDateTime)
