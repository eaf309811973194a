"""Services on offer."""

from __future__ import annotations

from gateway.access import ANYONE
from gateway.limits import Limit
from gateway.route import Route
from services.catalog import schemas

# The same for everybody; a minute late does no harm.
_A_MINUTE = "public, max-age=60"

CATALOG = (
    Route(
        operation="listCategories",
        method="GET",
        path="/v1/categories",
        calls="catalog.list_categories",
        summary="All categories of services",
        access=ANYONE,
        limit=Limit.READ,
        response=schemas.Categories,
        cache=_A_MINUTE,
    ),
    Route(
        operation="listServices",
        method="GET",
        path="/v1/services",
        calls="catalog.list_services",
        summary="Services on offer, searched and filtered",
        access=ANYONE,
        limit=Limit.READ,
        request=schemas.ListServices,
        response=schemas.ServicePage,
        cache=_A_MINUTE,
    ),
    Route(
        operation="getService",
        method="GET",
        path="/v1/services/{id}",
        calls="catalog.get_service",
        summary="One service",
        access=ANYONE,
        limit=Limit.READ,
        request=schemas.ServiceRef,
        id_field="service_id",
        response=schemas.Service,
        problems=(404,),
        cache=_A_MINUTE,
    ),
)
