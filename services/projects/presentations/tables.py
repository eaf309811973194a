"""The table of presentations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base


class Presentation(Base):
    """When and where an applicant explains its project to the panel."""

    __tablename__ = "presentations"
    __table_args__ = (Index("ix_presentations_panel_id_starts_at", "panel_id", "starts_at"),)

    application_id: Mapped[str] = mapped_column(Id, ForeignKey("applications.id"), primary_key=True)
    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"), index=True)
    panel_id: Mapped[str] = mapped_column(Id, ForeignKey("panels.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(120))
