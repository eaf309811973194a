"""The table of reports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import UtcDateTime
from services.projects.database import Base


class Report(Base):
    """What was decided about a survey's figures. The figures themselves are always counted."""

    __tablename__ = "reports"

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[str] = mapped_column(Text)
    discussed_by: Mapped[str] = mapped_column(String(64))
    discussed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
