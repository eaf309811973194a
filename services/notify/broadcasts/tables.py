"""Tables of broadcasts, the lines of their files, and what providers may still take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.notify.database import Base


class Broadcast(Base):
    """Something told to many. Its id is the event of its messages.

    ``place`` is how far recipients are made into messages (or, before, the cards of its file are
    looked up): what lies behind it is done, whoever was killed meanwhile.
    """

    __tablename__ = "broadcasts"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    office: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(100))
    template: Mapped[str] = mapped_column(String(60))
    template_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    channels: Mapped[list[str]] = mapped_column(Json)
    variables: Mapped[dict[str, Any]] = mapped_column(Json)
    audience: Mapped[dict[str, Any]] = mapped_column(Json)
    skip_bad_lines: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200))
    send_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[str | None] = mapped_column(String(64))
    lines: Mapped[int]
    bad_lines: Mapped[int]
    recipients: Mapped[int]
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(64))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expanded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_LIVE = Broadcast.state.in_(("checking", "approved", "running"))
Index("ix_broadcasts_live", Broadcast.state, postgresql_where=_LIVE, sqlite_where=_LIVE)
Index("ix_broadcasts_office_id", Broadcast.office, Broadcast.id)


class BroadcastLine(Base):
    """One line of a broadcast's file; the card is forgotten once its member is known."""

    __tablename__ = "broadcast_lines"

    broadcast_id: Mapped[str] = mapped_column(
        Id, ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    card_no: Mapped[str] = mapped_column(String(16))
    member_id: Mapped[str | None] = mapped_column(Id)
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    field: Mapped[str] = mapped_column(String(40))
    fault: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(12), default="")


_FAULTY = BroadcastLine.fault != ""
Index(
    "ix_broadcast_lines_faulty",
    BroadcastLine.broadcast_id,
    BroadcastLine.number,
    postgresql_where=_FAULTY,
    sqlite_where=_FAULTY,
)


_KNOWN = BroadcastLine.member_id.is_not(None)
Index(
    "ix_broadcast_lines_member_id",
    BroadcastLine.member_id,
    postgresql_where=_KNOWN,
    sqlite_where=_KNOWN,
)


class ProviderAllowance(Base):
    """How many bulk messages a provider may still be given, for all processes together."""

    __tablename__ = "provider_allowances"

    provider: Mapped[str] = mapped_column(String(20), primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
