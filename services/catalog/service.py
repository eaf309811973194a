"""The catalogue's entrypoints."""

from __future__ import annotations

from typing import Any

from chassis.provider import ServiceStore
from chassis.rpc import query
from chassis.work import Reading
from services.catalog import schemas
from services.catalog.database import messaging
from services.catalog.offers import use_cases as offers


class Catalog:
    """Categories and services on offer."""

    name = "catalog"
    db = ServiceStore(messaging)

    @query(schemas.Empty, schemas.Categories)
    def list_categories(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return {"items": offers.list_categories(reading), "next_cursor": None}

    @query(schemas.ListServices, schemas.ServicePage)
    def list_services(self, reading: Reading, request: dict[str, Any]) -> Any:
        return offers.list_services(reading, **request)

    @query(schemas.ServiceRef, schemas.Service)
    def get_service(self, reading: Reading, request: dict[str, Any]) -> Any:
        return offers.get_service(reading, **request)
