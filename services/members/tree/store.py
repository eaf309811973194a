"""Reading and writing unions."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.members.tree.tables import Union


def find(session: Session, path: str) -> Union | None:
    """The union at a path."""
    return session.get(Union, path)


def children(session: Session, *, parent: str, after: str, limit: int) -> Sequence[Union]:
    """Unions one step below ``parent``, by path, after the path ``after``."""
    select = (
        sa.select(Union)
        .where(Union.parent == parent, Union.path > after)
        .order_by(Union.path)
        .limit(limit)
    )
    return session.scalars(select).all()


def add(session: Session, union: Union) -> None:
    """Add a union below one that is there."""
    session.add(union)
    session.flush()
