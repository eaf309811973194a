"""The table of paper sheets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base


class Sheet(Base):
    """One paper sheet.

    What was entered is sealed, and removed once the sheet is counted: from then on nothing ties
    the card to the ballot.
    """

    __tablename__ = "sheets"
    __table_args__ = (
        UniqueConstraint("survey_id", "sheet_no"),
        Index("ix_sheets_state_id", "state", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    sheet_no: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    first_sealed: Mapped[str] = mapped_column(Text)
    second_sealed: Mapped[str] = mapped_column(Text)
    final_sealed: Mapped[str] = mapped_column(Text)
    differences: Mapped[list[str]] = mapped_column(Json)
    first_by: Mapped[str] = mapped_column(String(64))
    second_by: Mapped[str] = mapped_column(String(64))
    settled_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
