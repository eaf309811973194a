"""Reading the halves of call keys."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.seals.tables import SealHalf


def halves(session: Session, batch_id: str, *, lock: bool = False) -> dict[str, SealHalf]:
    """The halves of a batch's key by office."""
    select = sa.select(SealHalf).where(SealHalf.batch_id == batch_id).order_by(SealHalf.office)
    found = session.scalars(select.with_for_update() if lock else select)
    return {half.office: half for half in found}
