"""Reading and writing categories and services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.catalog.offers.tables import Category, Offer, OfferDistrict

SORT_KEY = (Offer.name, Offer.id)


def categories(session: Session) -> Sequence[Category]:
    """All categories in their order."""
    return session.scalars(sa.select(Category).order_by(Category.position)).all()


def find(session: Session, offer_id: str) -> Offer | None:
    """One service."""
    return session.get(Offer, offer_id)


def search(
    session: Session,
    *,
    terms: Iterable[str],
    category: str,
    district: str,
    beyond: Sequence[Any],
    limit: int,
) -> Sequence[Offer]:
    """Services by name that hold all terms, after the sort key ``beyond``."""
    select = sa.select(Offer).order_by(*SORT_KEY).limit(limit)
    for term in terms:
        select = select.where(Offer.search_text.contains(term, autoescape=True))
    if category:
        select = select.where(Offer.category_code == category)
    if district:
        there = sa.select(OfferDistrict.offer_id).where(OfferDistrict.district.in_(["", district]))
        select = select.where(Offer.id.in_(there))
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=False))
    return session.scalars(select).all()


def add(session: Session, offer: Offer) -> None:
    """Add a service with its districts."""
    session.add(offer)
    session.flush()
    for district in offer.districts or [""]:
        session.add(OfferDistrict(offer_id=offer.id, district=district))
