"""Reading and writing children."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.children.tables import Child


@dataclass(frozen=True, slots=True)
class KnownChild:
    """What other concepts need of a child."""

    id: str
    birth_date: date


def children_of(session: Session, member_id: str) -> Sequence[KnownChild]:
    """A member's children, the eldest first: for whoever counts places or ages, without names."""
    rows = session.execute(
        sa.select(Child.id, Child.birth_date)
        .where(Child.member_id == member_id)
        .order_by(Child.birth_date, Child.id)
    )
    return [KnownChild(row.id, row.birth_date) for row in rows]


def of_member(session: Session, member_id: str) -> Sequence[Child]:
    """A member's children with all that is written about them, the eldest first."""
    return session.scalars(
        sa.select(Child).where(Child.member_id == member_id).order_by(Child.birth_date, Child.id)
    ).all()


def find(session: Session, *, member_id: str, child_id: str, lock: bool = False) -> Child | None:
    """One child of a member."""
    select = sa.select(Child).where(Child.id == child_id, Child.member_id == member_id)
    return session.scalars(select.with_for_update() if lock else select).one_or_none()


def find_by_index(session: Session, *, member_id: str, index: str) -> Child | None:
    """The child of a member that has this name and date of birth."""
    return session.scalars(
        sa.select(Child).where(Child.member_id == member_id, Child.name_index == index)
    ).one_or_none()


def by_ids(session: Session, child_ids: Collection[str]) -> dict[str, Child]:
    """Children by id."""
    return {c.id: c for c in session.scalars(sa.select(Child).where(Child.id.in_(child_ids)))}


def add(session: Session, child: Child) -> None:
    """Write a child down."""
    session.add(child)
    session.flush()


def remove(session: Session, child: Child) -> None:
    """Forget a child, with all that was written about it."""
    session.delete(child)
