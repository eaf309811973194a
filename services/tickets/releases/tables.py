"""Tables of releases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.tickets.database import Base


class Release(Base):
    """Places given out to members of some districts between two times.

    There is no column for the state: it follows from the times. ``remaining``, ``requests`` and
    ``waiting`` change only under a lock on this row, together with the claims, tickets and offers
    that explain the change: ``remaining`` is the stock without the places of valid and used
    tickets and of open offers, ``waiting`` counts the members on the waiting list, offers included.
    From ``frozen_at`` on, set under the same lock, no request enters the draw any more.
    ``recent_releases`` are those that the rule "not won in the last" looks at.
    """

    __tablename__ = "releases"
    __table_args__ = (
        CheckConstraint("remaining >= 0 AND remaining <= stock", name="remaining"),
        CheckConstraint("closes_at > opens_at", name="times"),
        Index("ix_releases_opens_at_id", "opens_at", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    venue: Mapped[str] = mapped_column(String(200))
    service_id: Mapped[str | None] = mapped_column(Id)
    districts: Mapped[list[str]] = mapped_column(Json)
    stock: Mapped[int]
    remaining: Mapped[int]
    requests: Mapped[int] = mapped_column(BigInteger, default=0)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mode: Mapped[str] = mapped_column(String(16), default="first_come")
    entries_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event_starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    eligibility: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    recent_releases: Mapped[list[str]] = mapped_column(Json, default=list)
    allocated: Mapped[bool] = mapped_column(default=False)
    has_waiting_list: Mapped[bool] = mapped_column(default=False)
    offer_minutes: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(64))
    scheduled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scheduled_by: Mapped[str | None] = mapped_column(String(64))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[str | None] = mapped_column(String(64))
    cancel_reason: Mapped[str | None] = mapped_column(String(500))


class ReleaseDistrict(Base):
    """One row for each district of a release."""

    __tablename__ = "release_districts"

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("releases.id"), primary_key=True)
    district: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class Cancellation(Base):
    """Who has still to be told that a release was called off: all after ``told_up_to``, in the
    order of the tickets' ids."""

    __tablename__ = "cancellations"

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("releases.id"), primary_key=True)
    told_up_to: Mapped[str | None] = mapped_column(Id)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class Announcement(Base):
    """What was last told of a release.

    Apart from the release, whose row the claims keep locked in the very seconds in which the
    tick has most to tell.
    """

    __tablename__ = "announcements"

    release_id: Mapped[str] = mapped_column(Id, ForeignKey("releases.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    remaining: Mapped[int]
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
