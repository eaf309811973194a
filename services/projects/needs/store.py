"""Reading and writing needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.needs.tables import Need, NeedStep

SORT_KEY = (Need.submitted_at, Need.id)


def find(session: Session, need_id: str, *, lock: bool = False) -> Need | None:
    """One need; with ``lock`` nobody else changes it until the end of this work."""
    return session.get(Need, need_id, with_for_update=lock or None)


def several(session: Session, need_ids: Collection[str]) -> Sequence[Need]:
    """The needs with these ids, in no order."""
    return session.scalars(sa.select(Need).where(Need.id.in_(need_ids))).all()


def locked(session: Session, need_ids: Collection[str]) -> Sequence[Need]:
    """The needs with these ids, kept until the transaction ends; always in the same order, so
    that no two transactions can wait for each other."""
    select = sa.select(Need).where(Need.id.in_(need_ids)).order_by(Need.id).with_for_update()
    return session.scalars(select).all()


def steps_of(session: Session, need_id: str) -> Sequence[NeedStep]:
    """What happened to a need, oldest first."""
    select = sa.select(NeedStep).where(NeedStep.need_id == need_id)
    return session.scalars(select.order_by(NeedStep.taken_at, NeedStep.id)).all()


def any_there(session: Session) -> bool:
    """Whether a need has ever been handed in."""
    return session.scalar(sa.select(Need.id).limit(1)) is not None


def search(
    session: Session,
    *,
    scopes: Iterable[str],
    state: str,
    need_class: str,
    district: str,
    beyond: Sequence[Any],
    limit: int,
    among: sa.Select[str] | None = None,
) -> Sequence[Need]:
    """Needs of unions below any of ``scopes``, newest first, after the sort key ``beyond``; of
    those whose ids ``among`` selects, if it is given."""
    select = (
        sa.select(Need)
        .where(sa.or_(sa.false(), *(_below(scope) for scope in scopes)))
        .order_by(*(column.desc() for column in SORT_KEY))
        .limit(limit)
    )
    if state:
        select = select.where(Need.state == state)
    if need_class:
        select = select.where(Need.need_class == need_class)
    if district:
        select = select.where(Need.district == district)
    if among is not None:
        select = select.where(Need.id.in_(among))
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select).all()


def _below(scope: str) -> sa.ColumnElement[bool]:
    if not scope:
        return sa.true()
    return sa.or_(Need.union == scope, Need.union.startswith(f"{scope}/", autoescape=True))
