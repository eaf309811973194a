"""The entrypoints of reports."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chassis.errors import Unavailable
from chassis.rpc import query
from chassis.work import Reading
from services.tickets import schemas
from services.tickets.reports import sheets, use_cases

# A report reads a whole release. Each takes a worker and a connection, which claims need more.
_AT_ONCE = threading.BoundedSemaphore(2)


class ReportDoors:
    """Figures of a release, and the same as files."""

    @query(schemas.ReleaseRef, schemas.ReleaseReport)
    def release_report(self, reading: Reading, request: dict[str, Any]) -> Any:
        return _report(reading, request)

    @query(schemas.ReleaseRef, schemas.ReportFile)
    def release_report_csv(self, reading: Reading, request: dict[str, Any]) -> Any:
        report = _report(reading, request)
        return _file(f"{report['code']}.csv", sheets.as_csv(report))

    @query(schemas.ReleaseRef, schemas.ReportFile)
    def release_report_workbook(self, reading: Reading, request: dict[str, Any]) -> Any:
        report = _report(reading, request)
        return _file(f"{report['code']}.xlsx", sheets.as_workbook(report))


def _report(reading: Reading, request: dict[str, Any]) -> dict[str, Any]:
    with _one_of_few():
        return use_cases.release_report(reading, **request)


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _AT_ONCE.acquire(blocking=False):
        raise Unavailable("other reports are being made", retry_after=2)
    try:
        yield
    finally:
        _AT_ONCE.release()


def _file(filename: str, content: bytes) -> dict[str, Any]:
    return {"filename": filename, "data": base64.b64encode(content).decode()}
