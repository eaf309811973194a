"""The table of requests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.tickets.database import Base

_ASKED = text("asked_because <> ''")


class Claim(Base):
    """One request and its outcome; written once, and but for ``asked_because``, which says
    something about a person and goes in time, never changed.

    It keeps what the decision rested on: the order in which it came, the member's place in the
    union as it was then, the number of places asked for and the rule that refused it; and who
    asked for the member at the counter, and why.
    No foreign key to the release: see ADR 0021.
    """

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("release_id", "member_id", "key"),
        CheckConstraint("places > 0", name="places"),
        # Those that staff made: a claim of a member's own pays nothing for it.
        Index(
            "ix_claims_decided_at_asked",
            "decided_at",
            postgresql_where=_ASKED,
            sqlite_where=_ASKED,
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    release_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id)
    key: Mapped[str] = mapped_column(String(128))
    position: Mapped[int] = mapped_column(BigInteger)
    union: Mapped[str] = mapped_column("union_path", String(120))
    places: Mapped[int]
    companions: Mapped[list[str]] = mapped_column(Json, default=list)
    channel: Mapped[str] = mapped_column(String(10), default="web")
    asked_by: Mapped[str | None] = mapped_column(String(64))
    asked_because: Mapped[str | None] = mapped_column(String(500))
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
