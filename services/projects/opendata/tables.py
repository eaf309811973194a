"""The table of releases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base


class OcdsRelease(Base):
    """What was told of a tender at one step, written once: triggers refuse to change it.

    ``body`` is JSON as text, without what is the installation's: ocid and buyer.
    """

    __tablename__ = "ocds_releases"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        Index("ix_ocds_releases_released_at_id", "released_at", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(30), unique=True)
    tag: Mapped[list[str]] = mapped_column(Json)
    body: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
