"""The table of supporters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import UtcDateTime
from services.projects.database import Base


class NeedSupport(Base):
    """A member supports a need as it was handed in, so that unmerging takes nothing away."""

    __tablename__ = "need_supports"

    need_id: Mapped[str] = mapped_column(ForeignKey("needs.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    supported_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
