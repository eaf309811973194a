"""Tables of attendance and feedback."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class Attendance(Base):
    """One child on one day; who fetched it is in ``left_with_sealed``."""

    __tablename__ = "class_attendance"

    class_id: Mapped[str] = mapped_column(Id, ForeignKey("child_classes.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    child_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    mark: Mapped[str] = mapped_column(String(20))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_with_sealed: Mapped[str] = mapped_column(Text)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_by: Mapped[str] = mapped_column(String(64))


class ClassFeedback(Base):
    """What a family says of a season: 1 to 5, and a sealed text, which may name children."""

    __tablename__ = "class_feedback"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),)

    application_id: Mapped[str] = mapped_column(
        Id, ForeignKey("class_applications.id"), primary_key=True
    )
    season_id: Mapped[str] = mapped_column(Id, ForeignKey("class_seasons.id"), index=True)
    rating: Mapped[int]
    text_sealed: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
