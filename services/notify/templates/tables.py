"""The table of templates that staff have written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Json, UtcDateTime
from services.notify.database import Base


class WrittenTemplate(Base):
    """One version; it never changes, for messages were made from it."""

    __tablename__ = "written_templates"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    variables: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    contents: Mapped[dict[str, Any]] = mapped_column(Json)
    written_by: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
