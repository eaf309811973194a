"""Handing out releases and records, in packages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis import paging
from chassis.clock import rfc3339
from chassis.work import Reading
from services.projects.opendata import merging, store
from services.projects.opendata.publisher import RECORDS, RELEASES, Publisher
from services.projects.opendata.tables import OcdsRelease

_EXTENSIONS = [
    f"https://raw.githubusercontent.com/open-contracting-extensions/{name}/v1.1.5/extension.json"
    for name in ("ocds_bid_extension", "ocds_enquiry_extension", "ocds_lots_extension")
]


def list_releases(
    reading: Reading,
    publisher: Publisher,
    *,
    release: str,
    ocid: str,
    batch: str,
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    """A package of releases, newest first, for everybody. ``release`` is the id of one."""
    found = store.newest_first(
        reading.session,
        release=release,
        tender=publisher.tender_code(ocid),
        batch=batch,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda pair: (pair[0].released_at, pair[0].id))
    query = {"release": release, "ocid": ocid, "batch": batch, "limit": limit}
    told = [_told(publisher, row, code) for row, code in page["items"]]
    at = page["items"][0][0].released_at if told else reading.now
    return _package(publisher, RELEASES, query, cursor, page["next_cursor"], at) | {
        "releases": told
    }


def list_records(
    reading: Reading, publisher: Publisher, *, ocid: str, batch: str, cursor: str, limit: int
) -> dict[str, Any]:
    """A package of records, the newest process first: each linked to its releases, compiled and
    with the history of its values."""
    found = store.processes(
        reading.session,
        tender=publisher.tender_code(ocid),
        batch=batch,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda tender: (tender.created_at, tender.id))
    tenders = page["items"]
    releases: dict[str, list[OcdsRelease]] = {tender.id: [] for tender in tenders}
    for row in store.of_tenders(reading.session, list(releases)):
        releases[row.tender_id].append(row)
    at = max((rows[-1].released_at for rows in releases.values()), default=reading.now)
    query = {"ocid": ocid, "batch": batch, "limit": limit}
    return _package(publisher, RECORDS, query, cursor, page["next_cursor"], at) | {
        "records": [_record(publisher, tender.code, releases[tender.id]) for tender in tenders]
    }


def _record(publisher: Publisher, code: str, rows: Sequence[OcdsRelease]) -> dict[str, Any]:
    releases = [_told(publisher, row, code) for row in rows]
    return {
        "ocid": publisher.ocid(code),
        "releases": [
            {
                "url": f"{publisher.address(RELEASES, release=release['id'])}#{release['id']}",
                "date": release["date"],
                "tag": release["tag"],
            }
            for release in releases
        ],
        "compiledRelease": merging.compiled(releases),
        "versionedRelease": merging.versioned(releases),
    }


def _told(publisher: Publisher, row: OcdsRelease, tender_code: str) -> dict[str, Any]:
    return publisher.release(
        tender_code=tender_code,
        code=row.code,
        date=rfc3339(row.released_at),
        tag=list(row.tag),
        body=json.loads(row.body),
    )


def _package(
    publisher: Publisher,
    path: str,
    query: dict[str, Any],
    cursor: str,
    following: str | None,
    at: datetime,
) -> dict[str, Any]:
    links = {"next": publisher.address(path, **query, cursor=following)} if following else {}
    return {
        "uri": publisher.address(path, **query, cursor=cursor),
        "version": "1.1",
        "extensions": _EXTENSIONS,
        "published_date": at,
        "publisher": {"name": publisher.name},
        "links": links,
    }
