"""What callers ask of the catalogue, and how a service comes to be on offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis import paging
from chassis.errors import InvalidInput
from chassis.work import Reading, Work
from services.catalog import events
from services.catalog.errors import ServiceNotFound
from services.catalog.offers import rules, store
from services.catalog.offers.tables import Category, Offer


def list_categories(reading: Reading) -> Sequence[Category]:
    """All categories in their order."""
    return store.categories(reading.session)


def list_services(
    reading: Reading, *, q: str, category: str, district: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of services by name. Raises ``InvalidInput`` for an unknown category."""
    if category and category not in {c.code for c in store.categories(reading.session)}:
        raise InvalidInput.of("category", "no such category")
    beyond = paging.decode(cursor, length=2) if cursor else ()
    found = store.search(
        reading.session,
        terms=rules.terms(q),
        category=category,
        district=district,
        beyond=beyond,
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda offer: (offer.name, offer.id))


def get_service(reading: Reading, *, service_id: str) -> Offer:
    """One service. Raises ``ServiceNotFound``."""
    offer = store.find(reading.session, service_id)
    if offer is None:
        raise ServiceNotFound("there is no such service")
    return offer


def publish_service(work: Work, *, service_id: str, service: rules.NewService) -> Offer:
    """Put a service on offer under an id that is not taken, and say so."""
    offer = Offer(
        id=service_id,
        code=service.code,
        category_code=service.category,
        name=service.name,
        name_en=service.name_en,
        summary=service.summary,
        summary_en=service.summary_en,
        provider=service.provider,
        districts=list(service.districts),
        audiences=list(service.audiences),
        search_text=service.search_text,
    )
    store.add(work.session, offer)
    work.emit(events.service_published(offer.id, service))
    return offer
