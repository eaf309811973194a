"""The table of messages sent again by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class Resend(Base):
    """Who sent a message again, when and why."""

    __tablename__ = "resends"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    message_id: Mapped[str] = mapped_column(Id, ForeignKey("messages.id", ondelete="CASCADE"))
    account_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200))
    resent_at: Mapped[datetime] = mapped_column(UtcDateTime)


Index("ix_resends_message_id", Resend.message_id)
