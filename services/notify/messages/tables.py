"""Tables of messages and of the attempts to send them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.notify.database import Base


class Message(Base):
    """One thing to tell one recipient by one channel.

    ``due_at`` is when the sender has to look at it: to send, to try again, or because a lease or
    a wait for a receipt is over. Null means that nothing is left to do.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("event_id", "recipient", "template", "channel"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(64))
    recipient: Mapped[str] = mapped_column(String(64))
    template: Mapped[str] = mapped_column(String(60))
    template_version: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    message_class: Mapped[str] = mapped_column(String(20))
    lane: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    variables: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(120))
    attempts: Mapped[int]
    refusals: Mapped[int]
    unanswered: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


_DUE = Message.due_at.is_not(None)
Index(
    "ix_messages_channel_lane_due_at",
    Message.channel,
    Message.lane,
    Message.due_at,
    postgresql_where=_DUE,
    sqlite_where=_DUE,
)
# What of a broadcast has not left yet, and what waits for a digest: few rows of many.
_BULK_OPEN = text("lane = 'bulk' AND state IN ('created', 'deferred', 'retry_wait', 'dispatching')")
Index(
    "ix_messages_bulk_open",
    Message.event_id,
    postgresql_where=_BULK_OPEN,
    sqlite_where=_BULK_OPEN,
)
_FOR_DIGEST = text("reason = 'for the digest'")
Index(
    "ix_messages_for_digest",
    Message.recipient,
    postgresql_where=_FOR_DIGEST,
    sqlite_where=_FOR_DIGEST,
)
Index("ix_messages_recipient_id", Message.recipient, Message.id)
Index("ix_messages_message_class_created_at", Message.message_class, Message.created_at)
_IN_TROUBLE = Message.state.in_(("dead", "failed", "no_receipt", "uncertain"))
Index(
    "ix_messages_in_trouble",
    Message.state,
    Message.id,
    postgresql_where=_IN_TROUBLE,
    sqlite_where=_IN_TROUBLE,
)


class Attempt(Base):
    """One try to send a message, with its lease; without an outcome it is still open."""

    __tablename__ = "attempts"

    message_id: Mapped[str] = mapped_column(
        Id, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(20))
    masked_number: Mapped[str | None] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    detail: Mapped[str | None] = mapped_column(String(120))
    parts: Mapped[int | None]
