"""The table of surveys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base


class Survey(Base):
    """A survey with its questions, which never change once it is published.

    ``scopes`` are the parts of the union tree that are asked, none for all; ``eligible`` is how
    many members each district has in them, as the office knows it.
    """

    __tablename__ = "surveys"
    __table_args__ = (Index("ix_surveys_state_opens_at", "state", "opens_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    introduction: Mapped[str] = mapped_column(Text)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    anonymous: Mapped[bool]
    scopes: Mapped[list[str]] = mapped_column(Json)
    audiences: Mapped[list[str]] = mapped_column(Json)
    eligible: Mapped[dict[str, int]] = mapped_column(Json)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(20))
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
