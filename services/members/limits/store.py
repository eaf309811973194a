"""Counting tries in the database, so that all processes count together."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.members.limits.rules import Limit
from services.members.limits.tables import RateLimit


def count(session: Session, *, key: str, limit: Limit, now: int) -> int | None:
    """Count one try at ``now`` (microseconds); the key's moment of rest if it is refused.

    One statement decides and counts, so two tries at once cannot both be the last.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rest = RateLimit.rest
    moved = sa.case((rest > now, rest), else_=now) + limit.step
    statement = (
        insert(RateLimit)
        .values(key=key, rest=now + limit.step)
        .on_conflict_do_update(
            index_elements=[RateLimit.key],
            set_={"rest": moved},
            where=moved <= now + limit.span,
        )
        .returning(rest)
    )
    if session.execute(statement).scalar_one_or_none() is not None:
        return None
    return session.scalars(sa.select(rest).where(RateLimit.key == key)).one()


def forget(session: Session, *, now: int) -> None:
    """Delete what is at rest again: it is as if nothing had been tried."""
    session.execute(sa.delete(RateLimit).where(RateLimit.rest < now))
