"""Tables of cool-downs and of the policies behind them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class CoolDownPolicy(Base):
    """What a district has set; never changed, the next one follows it from its ``since`` on."""

    __tablename__ = "cool_down_policies"
    __table_args__ = (
        Index("ix_cool_down_policies_district_since", "district", "since"),
        CheckConstraint("no_shows > 0 AND within_days > 0 AND days >= 0", name="numbers"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    district: Mapped[str] = mapped_column(String(40))
    no_shows: Mapped[int]
    within_days: Mapped[int]
    days: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(500))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[str] = mapped_column(String(64))


class CoolDown(Base):
    """A time in which a member gets no places, from ``begun_at`` to before ``until`` unless it is
    lifted. ``no_shows`` and ``within_days`` are those of its policy, so that the reason can be
    shown whatever follows."""

    __tablename__ = "cool_downs"
    __table_args__ = (Index("ix_cool_downs_member_id_until", "member_id", "until"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member_id: Mapped[str] = mapped_column(Id)
    district: Mapped[str] = mapped_column(String(40))
    policy_id: Mapped[str] = mapped_column(Id, ForeignKey("cool_down_policies.id"))
    no_shows: Mapped[int]
    within_days: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str | None] = mapped_column(String(64))
    lifted_because: Mapped[str | None] = mapped_column(String(500))
