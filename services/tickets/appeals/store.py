"""Reading appeals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.appeals.rules import Decision, Standing
from services.tickets.appeals.tables import Appeal
from services.tickets.cooldowns.tables import CoolDown


def of_cool_down(session: Session, cool_down_id: str) -> Appeal | None:
    """The appeal against a cool-down."""
    select = sa.select(Appeal).where(Appeal.cool_down_id == cool_down_id)
    return session.scalars(select).one_or_none()


_SHOWN = sa.select(*Appeal.__table__.columns, CoolDown.begun_at, CoolDown.until).join(
    CoolDown, CoolDown.id == Appeal.cool_down_id
)
_STANDS = {
    Standing.OPEN: Appeal.decision.is_(None),
    Standing.LIFTED: Appeal.decision == Decision.LIFT.value,
    Standing.KEPT: Appeal.decision == Decision.KEEP.value,
}


def shown(session: Session, appeal_id: str) -> Any:
    """One appeal with the times of its cool-down."""
    return session.execute(_SHOWN.where(Appeal.id == appeal_id)).one()


def search(
    session: Session,
    *,
    districts: Collection[str],
    standing: Standing | None,
    beyond: Sequence[Any],
    limit: int,
) -> Sequence[Any]:
    """Appeals of members of some districts, newest first."""
    select = _SHOWN.where(Appeal.district.in_(districts))
    if standing is not None:
        select = select.where(_STANDS[standing])
    if beyond:
        select = select.where(Appeal.id < beyond[0])
    return session.execute(select.order_by(Appeal.id.desc()).limit(limit)).all()
