"""Tables of batches and of the budgets that they reserve from. Money is in fen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base
from services.projects.tenders.tables import LIVE


class Budget(Base):
    """What the federation may spend on services in a year, and what of it is reserved."""

    __tablename__ = "budgets"
    __table_args__ = (CheckConstraint("reserved >= 0 AND reserved <= total", name="never_over"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    total: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger)
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Batch(Base):
    """A purchase of several services, from a decided selection; one that is called off may be
    followed by another of the same selection.

    ``closed_late_at`` is when the last call closed that an open question had kept open.
    """

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint("budget > 0", name="budget"),
        Index(
            "uq_batches_survey_id_live",
            "survey_id",
            unique=True,
            postgresql_where=LIVE,
            sqlite_where=LIVE,
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    survey_id: Mapped[str] = mapped_column(Id, ForeignKey("selections.survey_id"))
    year: Mapped[int] = mapped_column(ForeignKey("budgets.year"))
    budget: Mapped[int] = mapped_column(BigInteger)
    quotas: Mapped[dict[str, int]] = mapped_column(Json)
    call_opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    questions_until: Mapped[datetime] = mapped_column(UtcDateTime)
    call_closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    scores_until: Mapped[datetime] = mapped_column(UtcDateTime)
    award_notice_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seats: Mapped[dict[str, int]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(16), index=True)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(64))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
