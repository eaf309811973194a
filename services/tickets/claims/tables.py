"""The table of requests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.tickets.database import Base


class Claim(Base):
    """One request and its outcome; written once, never changed.

    It keeps what the decision rested on: the order in which it came, the member's place in the
    union as it was then, the number of places asked for and the rule that refused it; and who
    asked for the member at the counter, and why.
    No foreign key to the release: see ADR 0021.
    """

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("release_id", "member_id", "key"),
        CheckConstraint("places > 0", name="places"),
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
