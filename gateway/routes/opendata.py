"""Open data of what is bought: OCDS 1.1 releases and records."""

from __future__ import annotations

from gateway.access import ANYONE
from gateway.limits import Limit
from gateway.route import Route
from services.projects import schemas

_CACHE = "public, max-age=300"

OPEN_DATA = (
    Route(
        operation="listOcdsReleases",
        method="GET",
        path="/v1/open-data/ocds/releases",
        calls="projects.list_ocds_releases",
        summary="OCDS 1.1 releases, newest first: what was told of each tender at each step",
        access=ANYONE,
        limit=Limit.READ,
        request=schemas.ListOcdsReleases,
        response=schemas.OcdsReleasePackage,
        cache=_CACHE,
    ),
    Route(
        operation="listOcdsRecords",
        method="GET",
        path="/v1/open-data/ocds/records",
        calls="projects.list_ocds_records",
        summary="OCDS 1.1 records: each tender compiled, with the history of its values",
        access=ANYONE,
        limit=Limit.READ,
        request=schemas.ListOcdsRecords,
        response=schemas.OcdsRecordPackage,
        cache=_CACHE,
    ),
)
