"""The phone of the demonstration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class DemoPhoneMessage(Base):
    """An SMS that has arrived; its id is the reference it was sent with, so it arrives once.

    The only place in notify that holds numbers and login codes: it is the phone.
    """

    __tablename__ = "demo_phone_messages"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


Index(
    "ix_demo_phone_messages_number_sent_at_id",
    DemoPhoneMessage.number,
    DemoPhoneMessage.sent_at,
    DemoPhoneMessage.id,
)
