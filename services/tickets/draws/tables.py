"""Tables of draws."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.tickets.database import Base


class Draw(Base):
    """A release's draw: what was announced, what was frozen, and how it ended.

    ``places`` by pool and ``rules`` are fixed with ``frozen_at``, under a lock on the release;
    ``root`` and ``entries`` follow when they are computed, and are published then. ``placed``
    entries, in the order of their rank, have been given their result. Who works on it has it
    until ``busy_until``; a process that dies leaves it to others then.
    """

    __tablename__ = "draws"

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("releases.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(300))
    fallback: Mapped[str] = mapped_column(String(300))
    round: Mapped[int | None]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rules: Mapped[dict[str, Any]] = mapped_column(Json)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    places: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    root: Mapped[str | None] = mapped_column(String(64))
    entries: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    value: Mapped[str | None] = mapped_column(String(300))
    by_fallback: Mapped[bool] = mapped_column(default=False)
    value_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    placed: Mapped[int] = mapped_column(default=0)
    won: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    result: Mapped[str | None] = mapped_column(String(64))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    busy_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DrawEntry(Base):
    """A claim that takes part in a draw; it has the claim's id.

    ``salt`` and ``commitment`` are hexadecimal. ``pools`` are the parts of the stock that may
    serve it, joined by ``|``.
    """

    __tablename__ = "draw_entries"
    __table_args__ = (
        UniqueConstraint("release_id", "member_id"),
        Index("uq_draw_entries_release_id_commitment", "release_id", "commitment", unique=True),
        CheckConstraint("places > 0", name="places"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    release_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id)
    pools: Mapped[str] = mapped_column(String(200))
    places: Mapped[int]
    salt: Mapped[str] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))


class DrawPiece(Base):
    """Frozen entries as lines of the proof file; see ``pieces``."""

    __tablename__ = "draw_pieces"

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("draws.release_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str] = mapped_column(String(64))
    root: Mapped[str] = mapped_column(String(64))
    lines: Mapped[str] = mapped_column(Text)


class DrawValue(Base):
    """A value as an officer, or the fetching of a drand round, entered it. Never deleted."""

    __tablename__ = "draw_values"
    __table_args__ = (Index("ix_draw_values_release_id", "release_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    release_id: Mapped[str] = mapped_column(Id, ForeignKey("draws.release_id"))
    value: Mapped[str] = mapped_column(String(300))
    by_fallback: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500))
    officer: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[str] = mapped_column(String(12))


class DrawResult(Base):
    """What the draw made of an entry, whose id it has. A rank of none took no part."""

    __tablename__ = "draw_results"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    rank: Mapped[int | None]
    fate: Mapped[str] = mapped_column(String(12))
