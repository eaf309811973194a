"""The table of tenders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base

LIVE = text("state != 'cancelled'")


class Tender(Base):
    """One project of a batch. ``budget`` is in fen; a need is in one tender at a time."""

    __tablename__ = "tenders"
    __table_args__ = (
        CheckConstraint("budget > 0", name="budget"),
        Index(
            "uq_tenders_need_id_live",
            "need_id",
            unique=True,
            postgresql_where=LIVE,
            sqlite_where=LIVE,
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[str] = mapped_column(Id, ForeignKey("batches.id"), index=True)
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id"))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    need_class: Mapped[str] = mapped_column(String(12))
    budget: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16), index=True)
    requirements: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(String(500), default="")
    adaptations: Mapped[list[str]] = mapped_column(Json, default=list)
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    lots: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    method: Mapped[str] = mapped_column(String(20), default="drop_extremes")
    blind: Mapped[bool] = mapped_column(default=False)
    method_hash: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    amended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
