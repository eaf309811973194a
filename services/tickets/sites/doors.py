"""The entrypoints of sites."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.sites import use_cases as sites


class SiteDoors:
    """Making and listing them."""

    @command(schemas.CreateClassSite, schemas.ClassSite)
    def create_class_site(self, work: Work, request: dict[str, Any]) -> Any:
        return sites.create_class_site(work, **request)

    @query(schemas.PageRequest, schemas.ClassSitePage)
    def list_class_sites(self, reading: Reading, request: dict[str, Any]) -> Any:
        return sites.list_class_sites(reading, **request)
