"""Reading and writing seasons and classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.tickets.classes.tables import (
    ChildClass,
    ClassSeason,
    ClassStaff,
    ClassVolunteer,
    TimetableEntry,
)

# By opening, not by first day: paging's cursors know moments, and both come in the same order.
SORT_KEY = (ClassSeason.opens_at, ClassSeason.id)
_CONFIRMED = sa.and_(
    ClassVolunteer.confirmed_at.is_not(None), ClassVolunteer.withdrawn_at.is_(None)
)


def add(session: Session, season: ClassSeason, classes: Iterable[ChildClass]) -> None:
    """Add a season with its classes."""
    session.add(season)
    session.flush()
    session.add_all(classes)
    session.flush()


def find(session: Session, season_id: str) -> ClassSeason | None:
    """One season."""
    return session.get(ClassSeason, season_id)


def lock(session: Session, season_id: str) -> ClassSeason | None:
    """One season as it is now, kept from other changes until the transaction ends."""
    return session.get(ClassSeason, season_id, with_for_update=True, populate_existing=True)


def by_ids(session: Session, season_ids: Collection[str]) -> dict[str, ClassSeason]:
    """Seasons by id."""
    found = session.scalars(sa.select(ClassSeason).where(ClassSeason.id.in_(season_ids)))
    return {season.id: season for season in found}


def search(
    session: Session, *, district: str, within: str, beyond: Sequence[Any], limit: int
) -> Sequence[ClassSeason]:
    """Seasons at sites of a district or open to all of the city, and at sites of a part of the
    union, those that open last first."""
    select = sa.select(ClassSeason)
    if district:
        select = select.where(sa.or_(_under(ClassSeason.path, district), ClassSeason.open_to == ""))
    if within:
        select = select.where(_under(ClassSeason.path, within))
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select.order_by(*(c.desc() for c in SORT_KEY)).limit(limit)).all()


def _under(path: Any, scope: str) -> sa.ColumnElement[bool]:
    return sa.or_(path == scope, path.startswith(scope + "/", autoescape=True))


def classes_of(session: Session, season_ids: Collection[str]) -> defaultdict[str, list[ChildClass]]:
    """The classes of seasons, by season, in their order."""
    found: defaultdict[str, list[ChildClass]] = defaultdict(list)
    for each in session.scalars(
        sa.select(ChildClass)
        .where(ChildClass.season_id.in_(season_ids))
        .order_by(ChildClass.season_id, ChildClass.number)
    ):
        found[each.season_id].append(each)
    return found


def find_class(session: Session, class_id: str) -> ChildClass | None:
    """One class."""
    return session.get(ChildClass, class_id)


def confirmed(session: Session, class_ids: Collection[str]) -> dict[str, int]:
    """How many volunteers are confirmed, by class; none has no entry."""
    rows = session.execute(
        sa.select(ClassVolunteer.class_id, sa.func.count())
        .where(ClassVolunteer.class_id.in_(class_ids), _CONFIRMED)
        .group_by(ClassVolunteer.class_id)
    )
    return {row[0]: row[1] for row in rows}


def volunteers_of(session: Session, class_id: str) -> Sequence[ClassVolunteer]:
    """The volunteers of a class in the order in which they were named."""
    return session.scalars(
        sa.select(ClassVolunteer)
        .where(ClassVolunteer.class_id == class_id)
        .order_by(ClassVolunteer.named_at, ClassVolunteer.id)
    ).all()


def find_volunteer(session: Session, volunteer_id: str) -> ClassVolunteer | None:
    """One volunteer as known now."""
    return session.get(ClassVolunteer, volunteer_id, populate_existing=True)


def volunteer_by_index(
    session: Session, *, class_ids: Collection[str], index: str
) -> ClassVolunteer | None:
    """Who has this number and has not withdrawn from one of these classes."""
    return session.scalars(
        sa.select(ClassVolunteer)
        .where(
            ClassVolunteer.class_id.in_(class_ids),
            ClassVolunteer.phone_index == index,
            ClassVolunteer.withdrawn_at.is_(None),
        )
        .limit(1)
    ).one_or_none()


def minded_by(session: Session, account_id: str, class_ids: Collection[str]) -> set[str]:
    """Those of the classes that an account looks after."""
    return set(
        session.scalars(
            sa.select(ClassStaff.class_id).where(
                ClassStaff.account_id == account_id, ClassStaff.class_id.in_(class_ids)
            )
        )
    )


def add_staff(session: Session, *, class_id: str, account_id: str, by: str, at: datetime) -> None:
    """Let an account look after a class; again changes nothing."""
    if session.get(ClassStaff, (class_id, account_id)) is None:
        session.add(ClassStaff(class_id=class_id, account_id=account_id, added_at=at, added_by=by))


def remove_staff(session: Session, *, class_id: str, account_id: str) -> None:
    """Let an account look after a class no more."""
    session.execute(
        sa.delete(ClassStaff).where(
            ClassStaff.class_id == class_id, ClassStaff.account_id == account_id
        )
    )


def timetable(session: Session, class_id: str) -> Sequence[TimetableEntry]:
    """The courses and outings of a class by time."""
    return session.scalars(
        sa.select(TimetableEntry)
        .where(TimetableEntry.class_id == class_id)
        .order_by(TimetableEntry.number)
    ).all()


def set_timetable(session: Session, class_id: str, entries: Sequence[dict[str, Any]]) -> None:
    """Replace a class's timetable; entries are kept by day and time."""
    session.execute(sa.delete(TimetableEntry).where(TimetableEntry.class_id == class_id))
    ordered = sorted(entries, key=lambda entry: (entry["day"], entry["starts"], entry["ends"]))
    session.add_all(
        TimetableEntry(class_id=class_id, number=number, **entry)
        for number, entry in enumerate(ordered)
    )
    session.flush()
