"""Whom a step of a purchase concerns: ids of organisations and reviewers, paths of unions.

Events carry them, so that whoever tells people needs no copy of who takes part in what.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.applications.tables import Application
from services.projects.merging.store import trees
from services.projects.needs.tables import Need
from services.projects.panels.tables import PanelSeat
from services.projects.providers.tables import Provider


def applicants(session: Session, tender_ids: Collection[str]) -> list[str]:
    """The organisations that applied for any of some tenders and did not withdraw."""
    select = sa.select(Application.provider_id).distinct()
    select = select.where(Application.tender_id.in_(tender_ids), Application.state != "withdrawn")
    return sorted(session.scalars(select))


def verified(session: Session) -> list[str]:
    """Every organisation that may apply."""
    return sorted(session.scalars(sa.select(Provider.id).where(Provider.state == "verified")))


def reviewers(session: Session, tender_ids: Collection[str]) -> list[str]:
    """Who was called to any of some tenders and did not leave."""
    select = sa.select(PanelSeat.account_id).distinct()
    select = select.where(PanelSeat.tender_id.in_(tender_ids), PanelSeat.state != "recused")
    return sorted(session.scalars(select))


def unions(session: Session, need_ids: Collection[str]) -> list[str]:
    """The unions of some needs and of all that were merged into them."""
    tree = trees(need_ids)
    select = sa.select(Need.union).distinct().join(tree, tree.c.need_id == Need.id)
    return sorted(session.scalars(select))
