"""How long members keeps what nobody has erased, and why. The tick of housekeeping holds to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.members.cards.tables import CardChange
from services.members.imports.tables import Import, ImportProblem
from services.members.privacy import store
from services.members.privacy.rules import OPEN
from services.members.privacy.tables import Erasure, Export

_YEAR = timedelta(days=365)
_AT_ONCE = 500


class Kept(StrEnum):
    """Kinds of data that end by themselves."""

    CARD_CHANGES = "card_changes"
    IMPORTS = "imports"
    ERASURES = "erasures"
    EXPORTS = "exports"


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept, and why so long."""

    kept: timedelta
    reason: str


PERIODS: dict[Kept, Period] = {
    Kept.CARD_CHANGES: Period(
        3 * _YEAR, "What an officer wrote about a card; then only who did what and when stays."
    ),
    Kept.IMPORTS: Period(_YEAR, "Who brought which file, as long as its lines are asked about."),
    Kept.ERASURES: Period(
        3 * _YEAR, "What was written beside a request; that and when it was done stays."
    ),
    Kept.EXPORTS: Period(3 * _YEAR, "To whom a member's data went, as long as it is asked about."),
}
# Kept without a period: members and their cards (as long as they are members, or until they are
# erased), keyed hashes of erased cards (as long as a file could bring them back).


def forget(session: Session, kept: Kept, *, now: datetime) -> int:
    """Delete or blank what is older than it may become, a limited number; how many rows."""
    return _FORGET[kept](session, now - PERIODS[kept].kept)


def _card_changes(session: Session, before: datetime) -> int:
    written = sa.or_(CardChange.reason != "", CardChange.details != "", CardChange.card_no != "")
    select = sa.select(CardChange.id).where(CardChange.changed_at < before, written)
    ids = session.scalars(select.order_by(CardChange.changed_at).limit(_AT_ONCE)).all()
    return store.blank_card_changes(session, CardChange.id.in_(ids)) if ids else 0


def _imports(session: Session, before: datetime) -> int:
    select = sa.select(Import.id).where(Import.finished_at < before)
    ids = session.scalars(select.order_by(Import.finished_at).limit(_AT_ONCE)).all()
    if ids:
        _run(session, sa.delete(ImportProblem).where(ImportProblem.import_id.in_(ids)))
        _run(session, sa.delete(Import).where(Import.id.in_(ids)))
    return len(ids)


def _erasures(session: Session, before: datetime) -> int:
    old = sa.and_(
        Erasure.asked_at < before,
        Erasure.state.not_in(OPEN),
        sa.or_(Erasure.reason != "", Erasure.asked_because != ""),
    )
    ids = session.scalars(sa.select(Erasure.id).where(old).limit(_AT_ONCE)).all()
    update = sa.update(Erasure).where(Erasure.id.in_(ids))
    return _run(session, update.values(reason="", asked_because="")) if ids else 0


def _exports(session: Session, before: datetime) -> int:
    select = sa.select(Export.id).where(Export.asked_at < before)
    ids = session.scalars(select.order_by(Export.asked_at).limit(_AT_ONCE)).all()
    return _run(session, sa.delete(Export).where(Export.id.in_(ids))) if ids else 0


def _run(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)


_FORGET: dict[Kept, Callable[[Session, datetime], int]] = {
    Kept.CARD_CHANGES: _card_changes,
    Kept.IMPORTS: _imports,
    Kept.ERASURES: _erasures,
    Kept.EXPORTS: _exports,
}
