"""Tenders, their calls, and questions about them."""

from __future__ import annotations

from gateway.access import ANYONE, holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.projects import schemas

_FEDERATION = holders("federation")
_PROVIDERS = holders("provider")

CALLS = (
    Route(
        operation="writeTender",
        method="POST",
        path="/v1/tenders/{id}/draft",
        calls="projects.write_tender",
        summary="Say what a tender wants and how it will be judged",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.WriteTender,
        id_field="tender_id",
        response=schemas.Call,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="publishCall",
        method="POST",
        path="/v1/batches/{id}/call",
        calls="projects.publish_call",
        summary="Publish the call of an approved batch; methods are fixed by hash",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.BatchRef,
        id_field="batch_id",
        response=schemas.CallPage,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="amendCall",
        method="POST",
        path="/v1/calls/{id}/amendment",
        calls="projects.amend_call",
        summary="Change what a published tender wants; sealed applications become stale",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.AmendCall,
        id_field="tender_id",
        response=schemas.Call,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="listCalls",
        method="GET",
        path="/v1/calls",
        calls="projects.list_calls",
        summary="Published tenders, newest first",
        access=ANYONE,
        limit=Limit.READ,
        request=schemas.ListCalls,
        response=schemas.CallPage,
    ),
    Route(
        operation="getCall",
        method="GET",
        path="/v1/calls/{id}",
        calls="projects.get_call",
        summary="A tender with its questions and answers",
        access=ANYONE,
        limit=Limit.READ,
        request=schemas.TenderRef,
        id_field="tender_id",
        response=schemas.Call,
        problems=(404,),
    ),
    Route(
        operation="askAboutCall",
        method="POST",
        path="/v1/calls/{id}/questions",
        calls="projects.ask_about_call",
        summary="Ask about a call; all read the question, nobody who asked",
        access=_PROVIDERS,
        limit=Limit.WRITE,
        request=schemas.AskAboutCall,
        id_field="tender_id",
        response=schemas.CallQuestion,
        status=201,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="answerAboutCall",
        method="POST",
        path="/v1/call-questions/{id}/answer",
        calls="projects.answer_about_call",
        summary="Answer a question for all to read",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.AnswerAboutCall,
        id_field="question_id",
        response=schemas.CallQuestion,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
)
