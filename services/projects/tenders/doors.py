"""The entrypoints of tenders and of questions about them."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.batches import progress
from services.projects.questions import use_cases as questions
from services.projects.tenders import amending, use_cases


class TenderDoors:
    """Writing tenders, calling for applications, questions and answers."""

    @command(schemas.WriteTender, schemas.Call)
    def write_tender(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.write_tender(work, **request)

    @command(schemas.BatchRef, schemas.CallPage)
    def publish_call(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.publish_call(work, **request)

    @command(schemas.AmendCall, schemas.Call)
    def amend_call(self, work: Work, request: dict[str, Any]) -> Any:
        return amending.amend_call(work, **request)

    @query(schemas.ListCalls, schemas.CallPage)
    def list_calls(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_calls(reading, **request)

    @query(schemas.TenderRef, schemas.Call)
    def get_call(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_call(reading, **request)

    @command(schemas.AskAboutCall, schemas.CallQuestion)
    def ask_about_call(self, work: Work, request: dict[str, Any]) -> Any:
        return questions.ask_about_call(work, **request)

    @command(schemas.AnswerAboutCall, schemas.CallQuestion)
    def answer_about_call(self, work: Work, request: dict[str, Any]) -> Any:
        return questions.answer_about_call(work, **request)

    @tick(seconds=2)
    def move_calls(self, store: Store) -> None:
        use_cases.move_calls(store)
        progress.follow_closed_calls(store)
