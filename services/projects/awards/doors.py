"""The entrypoints of awards."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, errand, query
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.awards import applicants, objections, results, use_cases


class AwardDoors:
    """Notices, objections, awards, results."""

    @command(schemas.PublishAwardNotice, schemas.TenderAward)
    def publish_award_notice(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.publish_award_notice(work, **request)

    @command(schemas.TenderRef, schemas.TenderAward)
    def end_tender(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.end_tender(work, **request)

    @command(schemas.FileObjection, schemas.Objection)
    def file_objection(self, work: Work, request: dict[str, Any]) -> Any:
        return objections.file_objection(work, **request)

    @command(schemas.AnswerObjection, schemas.TenderAward)
    def answer_objection(self, work: Work, request: dict[str, Any]) -> Any:
        return objections.answer_objection(work, **request)

    @command(schemas.TenderRef, schemas.TenderAward)
    def confirm_award(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.confirm_award(work, **request)

    @command(schemas.RefuseAward, schemas.TenderAward)
    def refuse_award(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.refuse_award(work, **request)

    @query(schemas.TenderRef, schemas.TenderAward)
    def get_award(self, reading: Reading, request: dict[str, Any]) -> Any:
        return results.get_award(reading, **request)

    @query(schemas.ListResults, schemas.Results)
    def list_results(self, reading: Reading, request: dict[str, Any]) -> Any:
        return results.list_results(reading, **request)

    @errand(schemas.ApplicationRef, schemas.ApplicationResult)
    def get_application_result(self, store: Store, request: dict[str, Any]) -> Any:
        return applicants.get_application_result(store, **request)
