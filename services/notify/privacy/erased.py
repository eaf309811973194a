"""Whom nothing is told any more."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notify.privacy.tables import Erasure


def erased(session: Session, member_ids: Collection[str]) -> set[str]:
    """Those among recipients whose data was erased."""
    select = sa.select(Erasure.member_id).where(Erasure.member_id.in_(member_ids))
    return set(session.scalars(select)) if member_ids else set()
