"""Tables of seasons and classes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class ClassSeason(Base):
    """The classes of one site in one holiday: applied for, placed and held together.

    Applications, offers and volunteers change only under a lock on this row. ``path`` is the
    site's; ``open_to`` is the part of the union whose members may apply.
    """

    __tablename__ = "class_seasons"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="times"),
        CheckConstraint("last_day >= first_day", name="days"),
        Index("ix_class_seasons_first_day_id", "first_day", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    site_id: Mapped[str] = mapped_column(Id, ForeignKey("class_sites.id"), index=True)
    path: Mapped[str] = mapped_column(String(120))
    open_to: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    returning_percent: Mapped[int]
    offer_hours: Mapped[int]
    value_source: Mapped[str] = mapped_column(String(200))
    value: Mapped[str | None] = mapped_column(String(200))
    placed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    placed_by: Mapped[str | None] = mapped_column(String(64))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[str | None] = mapped_column(String(64))
    cancel_reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(64))


class ChildClass(Base):
    """One class of a season: ages on the first day, places, and the limit by volunteers.

    ``opened`` is how many places were open when they were given out, kept for whoever checks it.
    """

    __tablename__ = "child_classes"
    __table_args__ = (
        CheckConstraint("least_volunteers >= 2", name="volunteers"),
        CheckConstraint("places > 0 AND children_per_volunteer > 0", name="places"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    season_id: Mapped[str] = mapped_column(Id, ForeignKey("class_seasons.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    least_age: Mapped[int]
    most_age: Mapped[int]
    places: Mapped[int]
    children_per_volunteer: Mapped[int]
    least_volunteers: Mapped[int]
    opened: Mapped[int | None]


class ClassVolunteer(Base):
    """Somebody who helps in a class; name and phone are in ``sealed``.

    ``phone_index`` tells that two are the same person, who must not count twice.
    """

    __tablename__ = "class_volunteers"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    class_id: Mapped[str] = mapped_column(Id, ForeignKey("child_classes.id"), index=True)
    phone_index: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    named_by: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(64))


class ClassStaff(Base):
    """An account whose holder looks after a class, and so may read about its children."""

    __tablename__ = "class_staff"

    class_id: Mapped[str] = mapped_column(Id, ForeignKey("child_classes.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(64))


class TimetableEntry(Base):
    """A course or an outing of a class; times of day are those of Shanghai, ``HH:MM``."""

    __tablename__ = "class_timetable"

    class_id: Mapped[str] = mapped_column(Id, ForeignKey("child_classes.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(120))
