"""The entrypoints of open data."""

from __future__ import annotations

from typing import Any

from chassis.config import Settings
from chassis.rpc import query
from chassis.work import Reading
from services.projects import schemas
from services.projects.opendata import use_cases
from services.projects.opendata.publisher import configured


class OpenDataDoors:
    """Releases and records, for everybody."""

    settings: Settings

    @query(schemas.ListOcdsReleases, schemas.OcdsReleasePackage)
    def list_ocds_releases(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_releases(reading, _publisher(self.settings), **request)

    @query(schemas.ListOcdsRecords, schemas.OcdsRecordPackage)
    def list_ocds_records(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_records(reading, _publisher(self.settings), **request)


def _publisher(settings: Settings) -> Any:
    return configured(settings.extra, host=settings.host, port=settings.port)
