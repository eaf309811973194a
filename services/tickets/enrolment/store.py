"""Reading and writing applications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.classes.tables import ClassSeason
from services.tickets.enrolment.rules import HOLDING, Ask, State
from services.tickets.enrolment.tables import ClassApplication, ClassEnrolment


def add(
    session: Session, application: ClassApplication, enrolments: Sequence[ClassEnrolment]
) -> None:
    """Add an application with its children."""
    session.add(application)
    session.flush()
    session.add_all(enrolments)
    session.flush()


def find(session: Session, application_id: str) -> ClassApplication | None:
    """One application as it is now."""
    return session.get(ClassApplication, application_id, populate_existing=True)


def live_of_member(session: Session, *, season_id: str, member_id: str) -> ClassApplication | None:
    """The application that a member has in a season."""
    return session.scalars(
        sa.select(ClassApplication).where(
            ClassApplication.season_id == season_id,
            ClassApplication.member_id == member_id,
            ClassApplication.ended_at.is_(None),
        )
    ).one_or_none()


def of_member(session: Session, member_id: str) -> Sequence[ClassApplication]:
    """All applications of a member, the newest first."""
    return session.scalars(
        sa.select(ClassApplication)
        .where(ClassApplication.member_id == member_id)
        .order_by(ClassApplication.applied_at.desc(), ClassApplication.id)
    ).all()


def of_season(
    session: Session, season_id: str, states: Collection[State] = tuple(State)
) -> Sequence[ClassApplication]:
    """Applications of a season: in the order of the draw, before it in that of their ids."""
    return session.scalars(
        sa.select(ClassApplication)
        .where(ClassApplication.season_id == season_id, ClassApplication.state.in_(states))
        .order_by(sa.func.coalesce(ClassApplication.rank, 0), ClassApplication.id)
    ).all()


def enrolments_of(
    session: Session, application_ids: Collection[str]
) -> defaultdict[str, list[ClassEnrolment]]:
    """The children of applications, by application."""
    found: defaultdict[str, list[ClassEnrolment]] = defaultdict(list)
    for each in session.scalars(
        sa.select(ClassEnrolment)
        .where(ClassEnrolment.application_id.in_(application_ids))
        .order_by(ClassEnrolment.child_id)
    ):
        found[each.application_id].append(each)
    return found


def asks(session: Session, applications: Sequence[ClassApplication]) -> list[Ask]:
    """What the rules know of applications, in the same order."""
    enrolments = enrolments_of(session, [each.id for each in applications])
    found = []
    for application in applications:
        wants: defaultdict[str, int] = defaultdict(int)
        for each in enrolments[application.id]:
            wants[each.class_id] += 1
        back = any(each.came_before for each in enrolments[application.id])
        found.append(Ask(application.id, dict(wants), back))
    return found


def counts(session: Session, class_ids: Collection[str]) -> dict[str, dict[State, int]]:
    """How many children are in which state, by class."""
    found: dict[str, dict[State, int]] = {}
    rows = session.execute(
        sa.select(ClassEnrolment.class_id, ClassApplication.state, sa.func.count())
        .join(ClassApplication, ClassApplication.id == ClassEnrolment.application_id)
        .where(ClassEnrolment.class_id.in_(class_ids))
        .group_by(ClassEnrolment.class_id, ClassApplication.state)
    )
    for class_id, state, number in rows:
        found.setdefault(class_id, {})[State(state)] = number
    return found


def held(session: Session, class_ids: Collection[str]) -> dict[str, int]:
    """How many places are taken or offered, by class."""
    return {
        class_id: sum(states.get(state, 0) for state in HOLDING)
        for class_id, states in counts(session, class_ids).items()
    }


def children_placed(session: Session, class_id: str) -> list[str]:
    """The children that have a place in a class."""
    return list(
        session.scalars(
            sa.select(ClassEnrolment.child_id)
            .join(ClassApplication, ClassApplication.id == ClassEnrolment.application_id)
            .where(
                ClassEnrolment.class_id == class_id,
                ClassApplication.state == State.PLACED.value,
            )
            .order_by(ClassEnrolment.child_id)
        )
    )


def came_before(
    session: Session, child_ids: Collection[str], *, site_id: str, before: date
) -> set[str]:
    """Those of the children that had a place at the site in a season that ended before a day."""
    return set(
        session.scalars(
            sa.select(ClassEnrolment.child_id)
            .join(ClassApplication, ClassApplication.id == ClassEnrolment.application_id)
            .join(ClassSeason, ClassSeason.id == ClassApplication.season_id)
            .where(
                ClassEnrolment.child_id.in_(child_ids),
                ClassApplication.state == State.PLACED.value,
                ClassSeason.site_id == site_id,
                ClassSeason.last_day < before,
                ClassSeason.cancelled_at.is_(None),
            )
        )
    )


def is_bound(session: Session, child_id: str, *, today: date) -> bool:
    """Whether a child has or awaits a place in a season that is not over."""
    return (
        session.scalar(
            sa.select(ClassEnrolment.child_id)
            .join(ClassApplication, ClassApplication.id == ClassEnrolment.application_id)
            .join(ClassSeason, ClassSeason.id == ClassApplication.season_id)
            .where(
                ClassEnrolment.child_id == child_id,
                ClassApplication.ended_at.is_(None),
                ClassSeason.last_day >= today,
            )
            .limit(1)
        )
        is not None
    )


def waiting_before(session: Session, application: ClassApplication) -> int:
    """How many applications of the waiting list come before one."""
    number = session.scalar(
        sa.select(sa.func.count()).where(
            ClassApplication.season_id == application.season_id,
            ClassApplication.state == State.WAITING.value,
            ClassApplication.rank < application.rank,
        )
    )
    return number or 0


def seasons_with_ended_offers(session: Session, at: datetime, *, limit: int) -> Sequence[str]:
    """Seasons in which an offer has not been taken in time."""
    return session.scalars(
        sa.select(ClassApplication.season_id)
        .where(ClassApplication.state == State.OFFERED.value, ClassApplication.offer_ends_at <= at)
        .distinct()
        .order_by(ClassApplication.season_id)
        .limit(limit)
    ).all()
