"""Tables of needs and of what happened to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base


class Need(Base):
    """A need of a grassroots union. ``union`` is its path, ``district`` the first step of it;
    ``merged_into`` the need that stands for it, which may stand in another in its turn."""

    __tablename__ = "needs"
    __table_args__ = (
        CheckConstraint("people > 0", name="people"),
        Index("ix_needs_submitted_at_id", "submitted_at", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    need_class: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(200))
    people: Mapped[int]
    evidence: Mapped[str] = mapped_column(Text)
    wanted_time: Mapped[str] = mapped_column(String(200))
    wanted_place: Mapped[str] = mapped_column(String(200))
    union: Mapped[str] = mapped_column(String(120), index=True)
    district: Mapped[str] = mapped_column(String(40), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("needs.id"), index=True)
    submitted_by: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NeedStep(Base):
    """One step of a need: who took it, when and why. Rows are only ever added."""

    __tablename__ = "need_steps"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    need_id: Mapped[str] = mapped_column(ForeignKey("needs.id"), index=True)
    step: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(500))
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
