"""The trees that merged needs make."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.projects.needs.tables import Need


def trees(roots: Collection[str]) -> sa.CTE:
    """Rows (root_id, need_id) of every need in the trees below ``roots``, they included."""
    tree = (
        sa.select(Need.id.label("root_id"), Need.id.label("need_id"))
        .where(Need.id.in_(roots))
        .cte("tree", recursive=True)
    )
    child = aliased(Need)
    return tree.union_all(
        sa.select(tree.c.root_id, child.id).join(tree, child.merged_into == tree.c.need_id)
    )


def root_of(session: Session, need: Need, *, lock: bool = False) -> Need:
    """The need that stands for this one in the end; itself if nothing does."""
    while need.merged_into is not None:
        above = session.get(Need, need.merged_into, with_for_update=lock or None)
        assert above is not None  # the foreign key says so
        need = above
    return need


def merged_into(session: Session, need_id: str) -> Sequence[Need]:
    """The needs that point to this one, in the order in which they were handed in."""
    select = sa.select(Need).where(Need.merged_into == need_id).order_by(Need.submitted_at, Need.id)
    return session.scalars(select).all()
