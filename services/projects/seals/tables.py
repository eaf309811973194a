"""The table of the halves of call keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base


class SealHalf(Base):
    """One office's half of the key of a batch's call.

    ``locked`` is its private part, encrypted with the office's passphrase and
    the installation's secret. ``released`` holds it
    between the release of the first half and that of the second, sealed with the installation's
    secret: alone it opens nothing.
    """

    __tablename__ = "seal_halves"

    batch_id: Mapped[str] = mapped_column(Id, ForeignKey("batches.id"), primary_key=True)
    office: Mapped[str] = mapped_column(String(20), primary_key=True)
    public_key: Mapped[str] = mapped_column(String(64))
    locked: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released: Mapped[str | None] = mapped_column(Text)
    released_by: Mapped[str | None] = mapped_column(String(64))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
