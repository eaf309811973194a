"""Reading panels, their people and their seats."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.applications.tables import Application
from services.projects.panels.rules import Person
from services.projects.panels.tables import Panel, PanelPerson, PanelSeat, PanelTender


def find(session: Session, panel_id: str, *, lock: bool = False) -> Panel | None:
    """One panel."""
    return session.get(Panel, panel_id, with_for_update=lock)


def of_tender(session: Session, tender_id: str, *, lock: bool = False) -> Panel | None:
    """The panel that judges a tender. Whoever changes seats locks it."""
    select = sa.select(Panel).join(PanelTender).where(PanelTender.tender_id == tender_id)
    return session.scalars(select.with_for_update(of=Panel) if lock else select).one_or_none()


def of_batch(session: Session, batch_id: str) -> Sequence[Panel]:
    """The panels of a batch, the oldest first."""
    select = sa.select(Panel).where(Panel.batch_id == batch_id)
    return session.scalars(select.order_by(Panel.created_at, Panel.id)).all()


def judged(session: Session, tender_ids: Collection[str]) -> Sequence[str]:
    """Which of some tenders have a panel."""
    select = sa.select(PanelTender.tender_id).where(PanelTender.tender_id.in_(tender_ids))
    return session.scalars(select.order_by(PanelTender.tender_id)).all()


def tender_ids(session: Session, panel_id: str) -> Sequence[str]:
    """The tenders that a panel judges."""
    select = sa.select(PanelTender.tender_id).where(PanelTender.panel_id == panel_id)
    return session.scalars(select.order_by(PanelTender.tender_id)).all()


def people(session: Session, panel_id: str) -> Sequence[PanelPerson]:
    """Everybody who sits on a panel or may be called to it, by role."""
    select = sa.select(PanelPerson).where(PanelPerson.panel_id == panel_id)
    return session.scalars(select.order_by(PanelPerson.role, PanelPerson.account_id)).all()


def names(session: Session, batch_id: str) -> dict[str, str]:
    """The names of everybody on a panel of a batch, by account."""
    select = sa.select(PanelPerson.account_id, PanelPerson.name).join(Panel)
    rows = session.execute(select.where(Panel.batch_id == batch_id))
    return {row.account_id: row.name for row in rows}


def person(session: Session, panel_id: str, account_id: str) -> Person:
    """Somebody of a panel."""
    return as_person(session.get_one(PanelPerson, (panel_id, account_id)))


def as_person(row: PanelPerson) -> Person:
    """Somebody as the rules know them."""
    return Person(
        account_id=row.account_id,
        name=row.name,
        role=row.role,
        employer=row.employer,
        union=row.union,
    )


def seat(
    session: Session, tender_id: str, account_id: str, *, lock: bool = False
) -> PanelSeat | None:
    """Somebody's seat in a tender."""
    return session.get(PanelSeat, (tender_id, account_id), with_for_update=lock)


def seats(session: Session, tender_ids: Collection[str]) -> Sequence[PanelSeat]:
    """All seats in some tenders, also those that were left, in the order of the calls."""
    select = sa.select(PanelSeat).where(PanelSeat.tender_id.in_(tender_ids))
    return session.scalars(select.order_by(PanelSeat.called_at, PanelSeat.account_id)).all()


def undecided(session: Session, tender_id: str) -> int:
    """How many applications for a tender are neither admitted nor out yet."""
    select = sa.select(sa.func.count()).select_from(Application)
    waiting = Application.state.in_(("sealed", "opened", "correcting"))
    return session.scalar(select.where(Application.tender_id == tender_id, waiting)) or 0
