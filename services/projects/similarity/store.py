"""Finding needs by the grams they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.needs.tables import Need
from services.projects.similarity.tables import NeedGram


def add(session: Session, need_id: str, grams: Iterable[str]) -> None:
    """Make a need findable."""
    rows = [{"need_id": need_id, "gram": gram} for gram in sorted(grams)]
    if rows:
        session.execute(sa.insert(NeedGram), rows)


def total(session: Session) -> int:
    """How many needs there are."""
    return session.scalar(sa.select(sa.func.count()).select_from(Need)) or 0


def counts(session: Session, grams: Collection[str]) -> dict[str, int]:
    """How many needs hold each gram."""
    select = (
        sa.select(NeedGram.gram, sa.func.count())
        .where(NeedGram.gram.in_(grams))
        .group_by(NeedGram.gram)
    )
    return dict(session.execute(select).all())


def sharing(
    session: Session, grams: Collection[str], *, states: Collection[str], limit: int
) -> list[str]:
    """Ids of the needs in ``states`` that share most of the grams."""
    select = (
        sa.select(NeedGram.need_id)
        .join(Need, Need.id == NeedGram.need_id)
        .where(NeedGram.gram.in_(grams), Need.state.in_(states))
        .group_by(NeedGram.need_id)
        .order_by(sa.func.count().desc(), NeedGram.need_id)
        .limit(limit)
    )
    return list(session.scalars(select))


def grams_of(session: Session, need_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The grams of some needs."""
    found: dict[str, set[str]] = defaultdict(set)
    select = sa.select(NeedGram.need_id, NeedGram.gram).where(NeedGram.need_id.in_(need_ids))
    for need_id, gram in session.execute(select):
        found[need_id].add(gram)
    return {need_id: frozenset(grams) for need_id, grams in found.items()}
