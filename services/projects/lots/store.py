"""Reading and writing lots."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.lots import rules
from services.projects.lots.tables import Lot


def find(session: Session, lot_id: str, *, lock: bool = False) -> Lot | None:
    """One lot."""
    return session.get(Lot, lot_id, with_for_update=lock)


def about(session: Session, thing: str) -> Sequence[Lot]:
    """The lots about one thing, the oldest first."""
    select = sa.select(Lot).where(Lot.about == thing).order_by(Lot.announced_at, Lot.id)
    return session.scalars(select).all()


def of_batch(session: Session, batch_id: str) -> Sequence[Lot]:
    """All lots of a batch, the oldest first."""
    select = sa.select(Lot).where(Lot.batch_id == batch_id).order_by(Lot.announced_at, Lot.id)
    return session.scalars(select).all()


def order(lots: Sequence[Lot]) -> list[str]:
    """The names in the order of their lots; those of a lot that is not drawn have none yet."""
    return [name for lot in lots for name in order_of(lot)]


def order_of(lot: Lot) -> list[str]:
    """The names of one lot in their order, none before it is drawn."""
    if lot.value is None:
        return []
    return rules.order_of(lot.names, value=lot.value, subject=lot.id)
