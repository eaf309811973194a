"""Reading and writing sites."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.tickets.sites.tables import ClassSite

SORT_KEY = (ClassSite.path, ClassSite.id)


def add(session: Session, site: ClassSite) -> None:
    """Add a site."""
    session.add(site)
    session.flush()


def find(session: Session, site_id: str) -> ClassSite | None:
    """One site."""
    return session.get(ClassSite, site_id)


def by_ids(session: Session, site_ids: Collection[str]) -> dict[str, ClassSite]:
    """Sites by id."""
    found = session.scalars(sa.select(ClassSite).where(ClassSite.id.in_(site_ids)))
    return {site.id: site for site in found}


def within(
    session: Session, *, scopes: Collection[str], beyond: Sequence[Any], limit: int
) -> Sequence[ClassSite]:
    """Sites in some parts of the union, by path."""
    select = sa.select(ClassSite).where(sa.or_(sa.false(), *(_under(scope) for scope in scopes)))
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=False))
    return session.scalars(select.order_by(*SORT_KEY).limit(limit)).all()


def _under(scope: str) -> sa.ColumnElement[bool]:
    if not scope:
        return sa.true()
    return sa.or_(ClassSite.path == scope, ClassSite.path.startswith(scope + "/", autoescape=True))
