"""The table by which similar needs are found."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.projects.database import Base


class NeedGram(Base):
    """One gram of a need's title or audience."""

    __tablename__ = "need_grams"

    gram: Mapped[str] = mapped_column(String(20), primary_key=True)
    need_id: Mapped[str] = mapped_column(ForeignKey("needs.id"), primary_key=True, index=True)
