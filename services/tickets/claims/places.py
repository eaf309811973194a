"""Places that come back to the stock: to the part that they were taken from, if it is still one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.allocations.tables import Allocation
from services.tickets.claims import store
from services.tickets.claims.pools import GENERAL


def give_back(
    session: Session, *, release_id: str, places: Mapping[str, int], gone: int = 0
) -> None:
    """Give places by part back to a locked release, and take ``gone`` members off its list.

    What came from a part that has rolled over goes to the general one.
    """
    parts = _parts(session, release_id) if any(places) else set()
    back: Counter[str] = Counter()
    for pool, number in places.items():
        back[pool if pool in parts else GENERAL] -= number
    store.count(session, release_id=release_id, requests=0, taken=back, waiting=-gone)


def _parts(session: Session, release_id: str) -> set[str]:
    select = sa.select(Allocation.pool).where(
        Allocation.release_id == release_id, Allocation.rolled_over_at.is_(None)
    )
    return set(session.scalars(select))
