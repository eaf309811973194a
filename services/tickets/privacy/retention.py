"""How long tickets keeps what nobody has erased, and why; what is older is deleted or blanked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.personal import PersonalData
from chassis.work import Store
from services.tickets.appeals.tables import Appeal
from services.tickets.appeals.use_cases import PURPOSE as APPEAL
from services.tickets.attendance.feedback import PURPOSE as FEEDBACK
from services.tickets.attendance.tables import Attendance, ClassFeedback
from services.tickets.children.tables import Child
from services.tickets.claims.tables import Claim
from services.tickets.classes.tables import ChildClass, ClassSeason, ClassVolunteer
from services.tickets.cooldowns.tables import CoolDown
from services.tickets.days import day_of
from services.tickets.enrolment.tables import ClassApplication
from services.tickets.noshows.tables import NoShow
from services.tickets.tickets.tables import Ticket

_YEAR = timedelta(days=365)
_BATCH = 500  # rows a transaction
_BATCHES = 10  # of each kind a look; the next one goes on


class Kept(StrEnum):
    """Kinds of data that end by themselves."""

    HOUSEHOLDS = "children"
    PICKUPS = "class_attendance"
    VOLUNTEERS = "class_volunteers"
    FEEDBACK = "class_feedback"
    APPEALS = "appeals"
    EXCUSES = "no_shows"
    LIFTINGS = "cool_downs"
    COUNTER = "claims"


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept, and why so long."""

    kept: timedelta
    reason: str


PERIODS: dict[Kept, Period] = {
    Kept.HOUSEHOLDS: Period(
        3 * _YEAR,
        "Names, health and guardians serve the next claim or class: three years after the member"
        " last changed them, had a ticket or applied.",
    ),
    Kept.PICKUPS: Period(_YEAR, "Who fetched a child is asked about soon after, if at all."),
    Kept.VOLUNTEERS: Period(_YEAR, "Name and number, until the next season looks for helpers."),
    Kept.FEEDBACK: Period(3 * _YEAR, "What families wrote serves the next seasons; ratings stay."),
    Kept.APPEALS: Period(3 * _YEAR, "What was stated, as long as it can be argued about."),
    Kept.EXCUSES: Period(3 * _YEAR, "As the appeals."),
    Kept.LIFTINGS: Period(3 * _YEAR, "As the appeals."),
    Kept.COUNTER: Period(3 * _YEAR, "Why staff claimed for a member; that and who stays."),
}
# Kept without a period: claims, tickets, check-ins and draws. They name a member by id alone, and
# a release's figures, its draw's proof and the order of its requests rest on them.


def forget(opened: Store, personal: PersonalData) -> Counter[str]:
    """Delete or blank what is old, in short transactions; how many rows of what."""
    gone: Counter[str] = Counter()
    for kept, period in PERIODS.items():
        for _ in range(_BATCHES):
            with opened.work() as work:
                before = work.now - period.kept
                count = _FORGET[kept](work.session, before, personal)
            gone[kept.value] += count
            if count < _BATCH:
                break
    return gone


def _households(session: Session, before: datetime, _personal: PersonalData) -> int:
    ticket = sa.exists().where(Ticket.member_id == Child.member_id, Ticket.issued_at >= before)
    applied = sa.exists().where(
        ClassApplication.member_id == Child.member_id, ClassApplication.applied_at >= before
    )
    select = sa.select(Child.id).where(Child.changed_at < before, ~ticket, ~applied)
    ids = session.scalars(select.order_by(Child.changed_at).limit(_BATCH)).all()
    return _run(session, sa.delete(Child).where(Child.id.in_(ids))) if ids else 0


def _pickups(session: Session, before: datetime, _personal: PersonalData) -> int:
    old = sa.and_(Attendance.marked_at < before, Attendance.left_with_sealed != "")
    key = sa.tuple_(Attendance.class_id, Attendance.day, Attendance.child_id)
    columns = (Attendance.class_id, Attendance.day, Attendance.child_id)
    keys = session.execute(sa.select(*columns).where(old).limit(_BATCH)).all()
    update = sa.update(Attendance).where(key.in_([tuple(row) for row in keys]))
    return _run(session, update.values(left_with_sealed="")) if keys else 0


def _volunteers(session: Session, before: datetime, _personal: PersonalData) -> int:
    over = (
        sa.select(ChildClass.id)
        .join(ClassSeason, ClassSeason.id == ChildClass.season_id)
        .where(ClassSeason.last_day < day_of(before))
    )
    select = sa.select(ClassVolunteer.id).where(ClassVolunteer.class_id.in_(over))
    ids = session.scalars(select.limit(_BATCH)).all()
    return _run(session, sa.delete(ClassVolunteer).where(ClassVolunteer.id.in_(ids))) if ids else 0


def _feedback(session: Session, before: datetime, personal: PersonalData) -> int:
    nothing = personal.seal("", purpose=FEEDBACK)
    old = sa.and_(
        ClassFeedback.said_at < before,
        sa.func.length(ClassFeedback.text_sealed) > len(nothing),
    )
    ids = session.scalars(sa.select(ClassFeedback.application_id).where(old).limit(_BATCH)).all()
    update = sa.update(ClassFeedback).where(ClassFeedback.application_id.in_(ids))
    return _run(session, update.values(text_sealed=nothing)) if ids else 0


def _appeals(session: Session, before: datetime, personal: PersonalData) -> int:
    nothing = personal.seal("", purpose=APPEAL)
    old = sa.and_(Appeal.decided_at < before, sa.func.length(Appeal.sealed_text) > len(nothing))
    ids = session.scalars(sa.select(Appeal.id).where(old).limit(_BATCH)).all()
    update = sa.update(Appeal).where(Appeal.id.in_(ids))
    return _run(session, update.values(sealed_text=nothing, reason="")) if ids else 0


def _texts(key: Any, text: Any, moment: Any) -> Callable[[Session, datetime, PersonalData], int]:
    def forget(session: Session, before: datetime, _personal: PersonalData) -> int:
        select = sa.select(key).where(moment < before, text.is_not(None), text != "")
        ids: Sequence[Any] = session.scalars(select.order_by(moment).limit(_BATCH)).all()
        update = sa.update(key.class_).where(key.in_(ids))
        return _run(session, update.values({text.key: ""})) if ids else 0

    return forget


def _run(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)


_FORGET: dict[Kept, Callable[[Session, datetime, PersonalData], int]] = {
    Kept.HOUSEHOLDS: _households,
    Kept.PICKUPS: _pickups,
    Kept.VOLUNTEERS: _volunteers,
    Kept.FEEDBACK: _feedback,
    Kept.APPEALS: _appeals,
    Kept.EXCUSES: _texts(NoShow.ticket_id, NoShow.excuse, NoShow.excused_at),
    Kept.LIFTINGS: _texts(CoolDown.id, CoolDown.lifted_because, CoolDown.lifted_at),
    Kept.COUNTER: _texts(Claim.id, Claim.asked_because, Claim.decided_at),
}
