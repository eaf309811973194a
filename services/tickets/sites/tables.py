"""The table of sites."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class ClassSite(Base):
    """A place where classes are held year after year; ``path`` is whose it is in the union."""

    __tablename__ = "class_sites"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    setup: Mapped[str] = mapped_column(String(20))
    path: Mapped[str] = mapped_column(String(120), index=True)
    address: Mapped[str] = mapped_column(String(200))
    partner: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(64))
