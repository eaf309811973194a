"""The table of erasures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.notify.database import Base


class Erasure(Base):
    """That a member's data was erased: who did it, why, and how many rows of what."""

    __tablename__ = "erasures"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member_id: Mapped[str] = mapped_column(Id, index=True)
    account_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200))
    erased: Mapped[dict[str, int]] = mapped_column(Json)
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)
