"""Counting and keeping supporters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.merging.store import trees
from services.projects.needs.tables import Need
from services.projects.sql import insert_new
from services.projects.support.tables import NeedSupport


def add(session: Session, *, need_id: str, member_id: str, at: datetime) -> None:
    """A member supports a need; a second time changes nothing."""
    row = {"need_id": need_id, "member_id": member_id, "supported_at": at}
    insert_new(session, NeedSupport, [row])


def remove(session: Session, *, need_id: str, member_id: str) -> None:
    """A member no longer supports a need, nor any that it stands for."""
    below = sa.select(trees([need_id]).c.need_id)
    session.execute(
        sa.delete(NeedSupport).where(
            NeedSupport.need_id.in_(below), NeedSupport.member_id == member_id
        )
    )


def counts(session: Session, need_ids: Collection[str]) -> dict[str, int]:
    """Distinct members who support each need or one that it stands for."""
    tree = trees(need_ids)
    select = (
        sa.select(tree.c.root_id, sa.func.count(NeedSupport.member_id.distinct()))
        .join(NeedSupport, NeedSupport.need_id == tree.c.need_id)
        .group_by(tree.c.root_id)
    )
    return dict(session.execute(select).all())


def stood_for(member_id: str) -> sa.Select[str]:
    """The ids of the needs that now stand for those that the member supports."""
    line = (
        sa.select(NeedSupport.need_id.label("need_id"))
        .where(NeedSupport.member_id == member_id)
        .cte("line", recursive=True)
    )
    line = line.union(
        sa.select(Need.merged_into)
        .join(line, Need.id == line.c.need_id)
        .where(Need.merged_into.is_not(None))
    )
    return sa.select(Need.id).where(
        Need.id.in_(sa.select(line.c.need_id)), Need.merged_into.is_(None)
    )


def supported_by(session: Session, member_id: str, need_ids: Collection[str]) -> set[str]:
    """Which of the needs, or of those that they stand for, the member supports."""
    tree = trees(need_ids)
    select = (
        sa.select(tree.c.root_id)
        .distinct()
        .join(NeedSupport, NeedSupport.need_id == tree.c.need_id)
        .where(NeedSupport.member_id == member_id)
    )
    return set(session.scalars(select))
