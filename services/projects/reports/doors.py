"""The entrypoints of reports."""

from __future__ import annotations

import base64
from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.errors import QuestionNotFound
from services.projects.reports import chart, excel, use_cases


class ReportDoors:
    """Figures, charts, tables; discussing and publishing."""

    @query(schemas.SurveyRef, schemas.Report)
    def get_report(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_report(reading, **request)

    @query(schemas.ListSurveyTexts, schemas.SurveyTextPage)
    def list_survey_texts(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_survey_texts(reading, **request)

    @query(schemas.ChartRequest, schemas.Chart)
    def report_chart(self, reading: Reading, request: dict[str, Any]) -> Any:
        report = use_cases.get_report(reading, survey_id=request["survey_id"])
        for question in report["questions"]:
            if question["code"] == request["question"] and question["options"]:
                return {"svg": chart.bars(question)}
        raise QuestionNotFound("there is no such question with figures")

    @query(schemas.SurveyRef, schemas.File)
    def report_table(self, reading: Reading, request: dict[str, Any]) -> Any:
        report = use_cases.get_report(reading, **request)
        data = base64.b64encode(excel.workbook(report)).decode()
        return {"filename": f"{report['code']}-report.xlsx", "data": data}

    @command(schemas.DiscussReport, schemas.Report)
    def discuss_report(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.discuss_report(work, **request)

    @command(schemas.SurveyRef, schemas.Report)
    def publish_report(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.publish_report(work, **request)
