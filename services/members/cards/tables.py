"""Tables of members, their cards, and what was done to the cards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.members.database import Base

_IN_FORCE = text("state <> 'replaced'")


class Member(Base):
    """A person. The phone is sealed; by its blind index it can be found. Of one who was erased
    only the id is left, which others' records name."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    phone_sealed: Mapped[str] = mapped_column(Text)
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    birth_year: Mapped[int] = mapped_column(SmallInteger)
    union_path: Mapped[str] = mapped_column(String(120), ForeignKey("unions.path"))
    audiences: Mapped[list[str]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Card(Base):
    """A card. A member has exactly one that is not replaced."""

    __tablename__ = "cards"
    __table_args__ = (
        Index(
            "uq_cards_in_force",
            "member_id",
            unique=True,
            postgresql_where=_IN_FORCE,
            sqlite_where=_IN_FORCE,
        ),
    )

    card_no: Mapped[str] = mapped_column(String(16), primary_key=True)
    member_id: Mapped[str] = mapped_column(Id, ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(12))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CardChange(Base):
    """Who suspended, reinstated or reissued a card, or set its member's groups, when and why.

    ``details`` are the groups before and after.
    """

    __tablename__ = "card_changes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member_id: Mapped[str] = mapped_column(Id, ForeignKey("members.id"), index=True)
    card_no: Mapped[str] = mapped_column(String(16))
    change: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(String(300), default="")
    changed_by: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
