"""Finding what tickets holds about a member, and blanking it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.appeals.tables import Appeal
from services.tickets.attendance.tables import Attendance, ClassFeedback
from services.tickets.checkins.tables import CheckIn
from services.tickets.children.tables import Child
from services.tickets.claims.tables import Claim
from services.tickets.cooldowns.tables import CoolDown
from services.tickets.database import messaging
from services.tickets.draws.tables import DrawEntry
from services.tickets.enrolment.tables import ClassApplication, ClassEnrolment
from services.tickets.noshows.tables import NoShow
from services.tickets.privacy.tables import ErasedMember
from services.tickets.releases.tables import Release
from services.tickets.tickets.tables import Ticket
from services.tickets.waiting.tables import WaitingPlace


class Section(StrEnum):
    """The kinds of data that tickets holds about a member, in the order of the document."""

    CHILDREN = "children"
    CLAIMS = "claims"
    DRAW_ENTRIES = "draw_entries"
    WAITING = "waiting_places"
    TICKETS = "tickets"
    CHECK_INS = "check_ins"
    NO_SHOWS = "no_shows"
    COOL_DOWNS = "cool_downs"
    APPEALS = "appeals"
    APPLICATIONS = "class_applications"
    ENROLMENTS = "class_enrolments"
    ATTENDANCE = "class_attendance"
    FEEDBACK = "class_feedback"


def rows(
    session: Session, section: str, member_id: str, *, start: int, limit: int
) -> list[dict[str, Any]]:
    """Rows of a section with all their columns, in the order of making."""
    table, theirs, order = _held(member_id)[section]
    select = sa.select(table.__table__).where(theirs).order_by(*order).offset(start).limit(limit)
    return [dict(row) for row in session.execute(select).mappings()]


def _held(member_id: str) -> dict[str, tuple[Any, Any, Collection[Any]]]:
    tickets = sa.select(Ticket.id).where(Ticket.member_id == member_id)
    applications = _applications(member_id)
    return {
        Section.CHILDREN: (Child, Child.member_id == member_id, [Child.id]),
        Section.CLAIMS: (Claim, _of(Claim, member_id), [Claim.id]),
        Section.DRAW_ENTRIES: (DrawEntry, _of(DrawEntry, member_id), [DrawEntry.id]),
        Section.WAITING: (WaitingPlace, WaitingPlace.member_id == member_id, [WaitingPlace.id]),
        Section.TICKETS: (Ticket, Ticket.member_id == member_id, [Ticket.id]),
        Section.CHECK_INS: (CheckIn, CheckIn.ticket_id.in_(tickets), [CheckIn.id]),
        Section.NO_SHOWS: (NoShow, NoShow.member_id == member_id, [NoShow.ticket_id]),
        Section.COOL_DOWNS: (CoolDown, CoolDown.member_id == member_id, [CoolDown.id]),
        Section.APPEALS: (Appeal, Appeal.member_id == member_id, [Appeal.id]),
        Section.APPLICATIONS: (
            ClassApplication,
            ClassApplication.member_id == member_id,
            [ClassApplication.id],
        ),
        Section.ENROLMENTS: (
            ClassEnrolment,
            ClassEnrolment.application_id.in_(applications),
            [ClassEnrolment.application_id, ClassEnrolment.child_id],
        ),
        Section.ATTENDANCE: (
            Attendance,
            Attendance.child_id.in_(_enrolled(member_id)),
            [Attendance.day, Attendance.class_id, Attendance.child_id],
        ),
        Section.FEEDBACK: (
            ClassFeedback,
            ClassFeedback.application_id.in_(applications),
            [ClassFeedback.application_id],
        ),
    }


def keep_erased(session: Session, *, member_id: str, erasure_id: str, at: datetime) -> None:
    """Note that nothing is to be written down about a member any more."""
    if session.get(ErasedMember, member_id) is None:
        session.add(ErasedMember(member_id=member_id, erasure_id=erasure_id, erased_at=at))
        session.flush()


def is_erased(session: Session, member_id: str) -> bool:
    """Whether a member's data was erased."""
    return session.get(ErasedMember, member_id) is not None


def blank_pickups(session: Session, member_id: str) -> int:
    """Forget who fetched a member's children; that they came, and when, stays."""
    fetched = sa.update(Attendance).where(
        Attendance.child_id.in_(_enrolled(member_id)), Attendance.left_with_sealed != ""
    )
    return _count(session, fetched.values(left_with_sealed=""))


def delete_children(session: Session, member_id: str) -> int:
    """Forget who belongs to a member's household; the ids in claims say nothing more."""
    return _count(session, sa.delete(Child).where(Child.member_id == member_id))


def blank_feedback(session: Session, member_id: str, *, sealed_nothing: str) -> int:
    """Take from feedback on classes what was written; the rating stays."""
    said = sa.update(ClassFeedback).where(
        ClassFeedback.application_id.in_(_applications(member_id))
    )
    return _count(session, said.values(text_sealed=sealed_nothing))


def blank_appeals(session: Session, member_id: str, *, sealed_nothing: str) -> int:
    """Take from appeals what was written on both sides; how they were decided stays."""
    stated = sa.update(Appeal).where(Appeal.member_id == member_id)
    decided = sa.case((Appeal.reason.is_(None), None), else_="")
    return _count(session, stated.values(sealed_text=sealed_nothing, reason=decided))


def blank_reasons(session: Session, member_id: str) -> int:
    """Take away what staff wrote beside a claim, a no-show and a cool-down; who and when stays."""
    return sum(
        _count(
            session,
            sa.update(column.class_)
            .where(_of(column.class_, member_id), column.is_not(None), column != "")
            .values({column.key: ""}),
        )
        for column in (Claim.asked_because, NoShow.excuse)
    ) + _count(
        session,
        sa.update(CoolDown)
        .where(CoolDown.member_id == member_id, CoolDown.lifted_because != "")
        .values(lifted_because=""),
    )


def delete_answers(session: Session, member_id: str) -> int:
    """Delete the answers that were kept for the member's repeated requests."""
    return _count(
        session, sa.delete(messaging.answers).where(messaging.answers.c.caller == member_id)
    )


def _of(table: Any, member_id: str) -> Any:
    """A member's rows of a table that is sorted by release before it is by member (ADR 0062)."""
    return sa.and_(table.release_id.in_(sa.select(Release.id)), table.member_id == member_id)


def _applications(member_id: str) -> sa.Select[Any]:
    return sa.select(ClassApplication.id).where(ClassApplication.member_id == member_id)


def _enrolled(member_id: str) -> sa.Select[Any]:
    return sa.select(ClassEnrolment.child_id).where(
        ClassEnrolment.application_id.in_(_applications(member_id))
    )


def _count(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
