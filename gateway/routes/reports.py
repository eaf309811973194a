"""Reports of releases."""

from __future__ import annotations

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Route
from services.tickets import schemas

_READERS = holders("federation", "district", "auditor")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

REPORTS = (
    Route(
        operation="getReleaseReport",
        method="GET",
        path="/v1/releases/{id}/report",
        calls="tickets.release_report",
        summary="A release in figures: demand, accounting of requests, use of places",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ReleaseRef,
        id_field="release_id",
        response=schemas.ReleaseReport,
        problems=(404,),
    ),
    Route(
        operation="getReleaseReportCsv",
        method="GET",
        path="/v1/releases/{id}/report.csv",
        calls="tickets.release_report_csv",
        summary="The same as CSV",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ReleaseRef,
        id_field="release_id",
        response=schemas.ReportFile,
        media_type="text/csv; charset=utf-8",
        file_field="data",
        problems=(404,),
    ),
    Route(
        operation="getReleaseReportWorkbook",
        method="GET",
        path="/v1/releases/{id}/report.xlsx",
        calls="tickets.release_report_workbook",
        summary="The same as an Excel workbook",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ReleaseRef,
        id_field="release_id",
        response=schemas.ReportFile,
        media_type=_EXCEL,
        file_field="data",
        problems=(404,),
    ),
)
