"""Reading and writing parts of stocks. Whoever writes has locked the release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.allocations.rules import Share
from services.tickets.allocations.tables import Allocation
from services.tickets.releases.tables import Release


def add(session: Session, release_id: str, shares: Iterable[Share]) -> None:
    """Write the parts of a new release."""
    session.add_all(
        Allocation(
            release_id=release_id,
            pool=share.pool,
            stock=share.places,
            remaining=share.places,
            rolls_over_at=share.rolls_over_at,
        )
        for share in shares
    )


def of_release(session: Session, release_id: str) -> Sequence[Allocation]:
    """The parts of a release as they are now, by name."""
    return session.scalars(
        sa.select(Allocation)
        .where(Allocation.release_id == release_id)
        .order_by(Allocation.pool)
        .execution_options(populate_existing=True)
    ).all()


def due(session: Session, *, at: datetime, limit: int) -> Sequence[str]:
    """Public releases of which a part has to roll over."""
    return session.scalars(
        sa.select(Allocation.release_id)
        .distinct()
        .join(Release, Release.id == Allocation.release_id)
        .where(
            Allocation.rolled_over_at.is_(None),
            Allocation.rolls_over_at <= at,
            Release.scheduled_at.is_not(None),
            Release.cancelled_at.is_(None),
        )
        .order_by(Allocation.release_id)
        .limit(limit)
    ).all()


def hold(session: Session, release_id: str, held: Mapping[str, int]) -> None:
    """Bring what is left in line with the places that tickets of each part hold."""
    for part in of_release(session, release_id):
        if part.rolled_over_at is None:
            part.remaining = part.stock - held.get(part.pool, 0)
