"""Reading and writing cool-downs and their policies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import Lookup
from chassis.tables import UtcDateTime
from services.tickets.cooldowns.tables import CoolDown, CoolDownPolicy

COOLING = Lookup(
    (CoolDown.member_id,),
    sa.select(CoolDown.member_id).where(
        CoolDown.lifted_at.is_(None), CoolDown.until > sa.bindparam("at", type_=UtcDateTime)
    ),
)
"""Members in cool-down at the moment ``at``, by member."""


def in_force(session: Session, district: str, *, at: datetime) -> CoolDownPolicy | None:
    """The policy of a district at a moment."""
    select = sa.select(CoolDownPolicy).where(
        CoolDownPolicy.district == district, CoolDownPolicy.since <= at
    )
    newest = (CoolDownPolicy.since.desc(), CoolDownPolicy.id.desc())
    return session.scalars(select.order_by(*newest).limit(1)).one_or_none()


def policies(
    session: Session, *, district: str, beyond: Sequence[Any], limit: int
) -> Sequence[CoolDownPolicy]:
    """Policies, newest first, after the id ``beyond``."""
    select = sa.select(CoolDownPolicy)
    if district:
        select = select.where(CoolDownPolicy.district == district)
    if beyond:
        select = select.where(CoolDownPolicy.id < beyond[0])
    return session.scalars(select.order_by(CoolDownPolicy.id.desc()).limit(limit)).all()


def current(session: Session, member_id: str, *, at: datetime) -> CoolDown | None:
    """The cool-down of a member that lasts longest."""
    select = sa.select(CoolDown).where(
        CoolDown.member_id == member_id, CoolDown.until > at, CoolDown.lifted_at.is_(None)
    )
    return session.scalars(select.order_by(CoolDown.until.desc()).limit(1)).one_or_none()
