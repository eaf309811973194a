"""The tables of reports and of the files of their minutes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
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


class MinutesFile(Base):
    """A file of a discussion's minutes; it lies on the shelf of documents, its key sealed here."""

    __tablename__ = "report_minutes"
    __table_args__ = (UniqueConstraint("survey_id", "sha256"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    survey_id: Mapped[str] = mapped_column(Id, ForeignKey("reports.survey_id"))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    key_sealed: Mapped[str] = mapped_column(Text)
    uploaded_by: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
