"""The table of questions about calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base


class CallQuestion(Base):
    """A question about a tender. Who asked is kept, and never shown."""

    __tablename__ = "call_questions"
    __table_args__ = (Index("ix_call_questions_tender_id_asked_at", "tender_id", "asked_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"))
    text: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(64))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
