"""What the catalogue publishes."""

from __future__ import annotations

from chassis.envelope import Event
from services.catalog.offers.rules import NewService


def service_published(service_id: str, service: NewService) -> Event:
    """A service can be used from now on. No districts means all of them."""
    return Event(
        type="catalog.service_published.v1",
        subject=service_id,
        data={
            "service_id": service_id,
            "code": service.code,
            "name": service.name,
            "name_en": service.name_en,
            "category": service.category,
            "districts": list(service.districts),
        },
    )
