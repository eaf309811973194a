"""Tables of SMS that came in and of the numbers they came from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Sequence, UtcDateTime
from services.notify.database import Base


class InboundSms(Base):
    """An SMS that came in, in the order of coming, with what became of it.

    ``due_at`` is when the handler has to look at it: now, after a lease, or at the next try. Null
    means that nothing is left to do. ``parts`` is what our answer costs.
    """

    __tablename__ = "inbound_sms"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(Id, unique=True)
    gateway_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    number_index: Mapped[str] = mapped_column(String(64))
    number_sealed: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int]
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verb: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(40))
    member_id: Mapped[str | None] = mapped_column(Id, index=True)
    parts: Mapped[int]


_OPEN = InboundSms.due_at.is_not(None)
Index(
    "ix_inbound_sms_due_at",
    InboundSms.due_at,
    postgresql_where=_OPEN,
    sqlite_where=_OPEN,
)
Index("ix_inbound_sms_number_index_sequence", InboundSms.number_index, InboundSms.sequence)


class SmsNumber(Base):
    """A number that has written to us, by its blind index: one row, so that it can be locked.

    ``asked_text`` is the command that waits, until ``asked_until``, for the digits of a card.
    """

    __tablename__ = "sms_numbers"

    number_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    last_text: Mapped[str | None] = mapped_column(String(64))
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_text: Mapped[str | None] = mapped_column(Text)
    asked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    helped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opted_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
