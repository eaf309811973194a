"""The table of selections."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Json, UtcDateTime
from services.projects.database import Base


class Selection(Base):
    """What a person decided after a survey, beside what was proposed. ``budget`` is in fen."""

    __tablename__ = "selections"

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    basis: Mapped[str] = mapped_column(String(12))
    quotas: Mapped[dict[str, int]] = mapped_column(Json)
    budget: Mapped[int] = mapped_column(BigInteger)
    costs: Mapped[dict[str, int]] = mapped_column(Json)
    proposed: Mapped[list[str]] = mapped_column(Json)
    chosen: Mapped[list[str]] = mapped_column(Json)
    reasons: Mapped[dict[str, str]] = mapped_column(Json)
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
