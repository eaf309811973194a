"""Reading and writing timetables."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.presentations.tables import Presentation


def of_tender(session: Session, tender_id: str) -> Sequence[Presentation]:
    """A tender's timetable."""
    select = sa.select(Presentation).where(Presentation.tender_id == tender_id)
    return session.scalars(select.order_by(Presentation.starts_at)).all()


def of_others(session: Session, panel_id: str, *, but: str) -> Sequence[Presentation]:
    """When a panel hears applicants of other tenders than ``but``."""
    select = sa.select(Presentation).where(
        Presentation.panel_id == panel_id, Presentation.tender_id != but
    )
    return session.scalars(select.order_by(Presentation.starts_at)).all()


def replace(session: Session, tender_id: str, rows: Sequence[Presentation]) -> None:
    """Put a timetable in the place of the one before."""
    session.execute(sa.delete(Presentation).where(Presentation.tender_id == tender_id))
    session.add_all(rows)
    session.flush()
