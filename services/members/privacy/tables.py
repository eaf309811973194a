"""Tables of erasures and exports. They hold ids and what people wrote as reasons, no more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chassis.tables import Id, Json, UtcDateTime
from services.members.database import Base

_OPEN = text("state IN ('asked', 'running')")


class ErasedCard(Base):
    """A card whose member was erased, known by its keyed hash alone, so that no file of members
    brings the member back."""

    __tablename__ = "erased_cards"

    card_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Erasure(Base):
    """That a member's data was to be erased: who asked, who decided, why, and how far it is.

    ``sealed_phone`` is what other services need to find what is tied to the number only; it goes
    as soon as all of them are done.
    """

    __tablename__ = "erasures"
    __table_args__ = (
        Index("ix_erasures_state_id", "state", "id"),
        Index(
            "uq_erasures_member_id_open",
            "member_id",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member_id: Mapped[str] = mapped_column(Id, index=True)
    state: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_because: Mapped[str] = mapped_column(String(200), default="")
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")
    sealed_phone: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parts: Mapped[list[ErasurePart]] = relationship(
        lazy="selectin", order_by="ErasurePart.service", cascade="all, delete-orphan"
    )


class ErasurePart(Base):
    """One service's part of an erasure; ``erased`` counts rows by what they are."""

    __tablename__ = "erasure_parts"

    erasure_id: Mapped[str] = mapped_column(
        Id, ForeignKey("erasures.id", ondelete="CASCADE"), primary_key=True
    )
    service: Mapped[str] = mapped_column(String(20), primary_key=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased: Mapped[dict[str, int]] = mapped_column(Json, default=dict)


class Export(Base):
    """That a member's data was given out, to whom and when."""

    __tablename__ = "exports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member_id: Mapped[str] = mapped_column(Id, index=True)
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
