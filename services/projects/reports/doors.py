"""The entrypoints of reports."""

from __future__ import annotations

import base64
from typing import Any

from chassis.rpc import command, errand, query
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.documents import keeping
from services.projects.reports import excel, minutes, use_cases


class ReportDoors:
    """Figures, charts, tables; discussing, files of the minutes, publishing."""

    settings: Any

    @query(schemas.SurveyRef, schemas.Report)
    def get_report(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_report(reading, **request)

    @query(schemas.ListSurveyTexts, schemas.SurveyTextPage)
    def list_survey_texts(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_survey_texts(reading, **request)

    @query(schemas.ChartRequest, schemas.Chart)
    def report_chart(self, reading: Reading, request: dict[str, Any]) -> Any:
        return {"svg": use_cases.report_chart(reading, **request)}

    @query(schemas.SurveyRef, schemas.File)
    def report_table(self, reading: Reading, request: dict[str, Any]) -> Any:
        report = use_cases.get_report(reading, **request)
        data = base64.b64encode(excel.workbook(report)).decode()
        return {"filename": f"{report['code']}-report.xlsx", "data": data}

    @command(schemas.DiscussReport, schemas.Report)
    def discuss_report(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.discuss_report(work, **request)

    @errand(schemas.AttachMinutes, schemas.Document)
    def attach_minutes(self, store: Store, request: dict[str, Any]) -> Any:
        return minutes.attach_minutes(store, **keeping.means(self.settings), **request)

    @errand(schemas.MinutesRef, schemas.File)
    def get_minutes(self, store: Store, request: dict[str, Any]) -> Any:
        return minutes.get_minutes(store, **keeping.means(self.settings), **request)

    @command(schemas.SurveyRef, schemas.Report)
    def publish_report(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.publish_report(work, **request)
