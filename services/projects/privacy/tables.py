"""The table of members whose data was erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base


class ErasedMember(Base):
    """A member of whom nothing is written down any more; a token that still lives adds nothing."""

    __tablename__ = "erased_members"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    erasure_id: Mapped[str] = mapped_column(Id)
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)
