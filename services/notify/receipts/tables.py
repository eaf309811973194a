"""The table of receipts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class SmsReceipt(Base):
    """One kind of receipt for one attempt, once. Its message need not be known yet, so there is
    no foreign key; ``matched_at`` says when it was, and whether there is anything left to do."""

    __tablename__ = "sms_receipts"
    __table_args__ = (UniqueConstraint("message_id", "attempt", "kind"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    message_id: Mapped[str] = mapped_column(Id)
    attempt: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(120))
    carrier_id: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    matched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_WAITING = SmsReceipt.matched_at.is_(None)
Index(
    "ix_sms_receipts_waiting",
    SmsReceipt.received_at,
    SmsReceipt.id,
    postgresql_where=_WAITING,
    sqlite_where=_WAITING,
)
