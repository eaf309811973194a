"""The sheet of a class, for its staff alone, and its numbers for officers and auditors."""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.tickets.attendance import rules, store
from services.tickets.attendance.rules import THE_MEMBER, Mark
from services.tickets.attendance.tables import Attendance
from services.tickets.children import store as children
from services.tickets.children.sealing import Sealing
from services.tickets.children.tables import Child
from services.tickets.children.use_cases import shown
from services.tickets.classes import rights
from services.tickets.classes import rules as class_rules
from services.tickets.classes import store as classes
from services.tickets.classes.tables import ChildClass, ClassSeason
from services.tickets.days import day_of, years_on
from services.tickets.enrolment import store as enrolment
from services.tickets.errors import NotEnrolled

PURPOSE = "class-pick-up"


class Secrets:
    """What opens what is written about children, and about who fetched them."""

    def __init__(self, secret: str) -> None:
        self.children = Sealing(secret)
        self.pickups = PersonalData(secret)


def get_class_sheet(
    reading: Reading, *, secrets: Secrets, class_id: str, day: date | None
) -> dict[str, Any]:
    """The children of a class on a day (today), with all that its staff must know.

    Raises ``ClassNotFound``, ``Unauthenticated``, and ``Forbidden`` for all but its staff.
    """
    season, child_class = rights.season_and_class(reading, class_id)
    rights.require_staff(reading, season, class_id)
    day = day or min(max(day_of(reading.now), season.first_day), season.last_day)
    placed = enrolment.children_placed(reading.session, class_id)
    known = children.by_ids(reading.session, placed)
    marks = store.on_day(reading.session, class_id=class_id, day=day)
    rows = [
        _row(known[child_id], marks.get(child_id), secrets, on=day)
        for child_id in placed
        if child_id in known
    ]
    confirmed = classes.confirmed(reading.session, [class_id]).get(class_id, 0)
    needed = class_rules.volunteers_needed(child_class, len(placed))
    return {
        **_head(season, child_class, day),
        "volunteers": confirmed,
        "volunteers_needed": needed,
        "short": confirmed < needed,
        "children": sorted(rows, key=lambda row: (row["birth_date"], row["id"])),
        "server_time": reading.now,
    }


def mark_attendance(
    work: Work,
    *,
    secrets: Secrets,
    class_id: str,
    child_id: str,
    day: date | None,
    mark: Mark,
    picked_up_by: str,
) -> dict[str, Any]:
    """Write down that a child came, is absent, or left and with whom; the last mark counts.

    Raises as ``get_class_sheet`` does, ``NotEnrolled``, ``NotArrived`` and ``InvalidInput``.
    """
    season, _ = rights.season_and_class(work, class_id)
    rights.require_staff(work, season, class_id)
    classes.lock(work.session, season.id)  # two of the staff may mark the same child
    today = day_of(work.now)
    day = day or today
    rules.check_day(day, first_day=season.first_day, last_day=season.last_day, today=today)
    child = children.by_ids(work.session, [child_id]).get(child_id)
    if child is None or child_id not in enrolment.children_placed(work.session, class_id):
        raise NotEnrolled("the child has no place in this class")
    row = store.on_day(work.session, class_id=class_id, day=day).get(child_id)
    facts = secrets.children.open(child.sealed)
    rules.check_mark(
        mark,
        before=Mark(row.mark) if row else Mark.NONE,
        picked_up_by=picked_up_by,
        allowed={person.name for person in (*facts.guardians, *facts.pickups)},
    )
    if row is None:
        row = Attendance(class_id=class_id, day=day, child_id=child_id)
        work.session.add(row)
    row.mark = mark.value
    row.arrived_at = row.arrived_at or work.now if mark is not Mark.ABSENT else None
    row.left_at = work.now if mark is Mark.LEFT else None
    row.left_with_sealed = (
        secrets.pickups.seal(picked_up_by, purpose=PURPOSE) if mark is Mark.LEFT else ""
    )
    row.marked_at, row.marked_by = work.now, work.caller.id
    work.session.flush()
    return _row(child, row, secrets, on=day)


def get_attendance_numbers(reading: Reading, *, class_id: str) -> dict[str, Any]:
    """How many came and how many did not, day by day.

    Raises ``ClassNotFound``, ``Unauthenticated`` and ``Forbidden``.
    """
    season, child_class = rights.season_and_class(reading, class_id)
    if not rights.minds(reading, season, class_id):
        reading.caller.require("federation", "district", "auditor", path=season.path)
    return {
        "class_id": class_id,
        "title": child_class.title,
        "items": store.numbers(reading.session, class_id),
    }


def _head(season: ClassSeason, child_class: ChildClass, day: date) -> dict[str, Any]:
    return {
        "class_id": child_class.id,
        "title": child_class.title,
        "season_title": season.title,
        "first_day": season.first_day,
        "last_day": season.last_day,
        "day": day,
    }


def _row(child: Child, row: Attendance | None, secrets: Secrets, *, on: date) -> dict[str, Any]:
    left_with = THE_MEMBER
    if row is not None and row.left_with_sealed:
        left_with = secrets.pickups.open(row.left_with_sealed, purpose=PURPOSE)
    return {
        **shown(child, secrets.children),
        "age": years_on(on, child.birth_date),
        "mark": Mark(row.mark) if row else Mark.NONE,
        "arrived_at": row.arrived_at if row else None,
        "left_at": row.left_at if row else None,
        "picked_up_by": left_with,
    }
