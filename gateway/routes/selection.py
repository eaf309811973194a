"""Which needs to buy for."""

from __future__ import annotations

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.projects import schemas

_FEDERATION = holders("federation")

SELECTION = (
    Route(
        operation="proposeSelection",
        method="POST",
        path="/v1/surveys/{id}/selection-proposals",
        calls="projects.propose_selection",
        summary="What votes, budget and quotas propose, side by side",
        access=_FEDERATION,
        limit=Limit.READ,
        request=schemas.ProposeSelection,
        id_field="survey_id",
        response=schemas.Proposals,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="decideSelection",
        method="POST",
        path="/v1/surveys/{id}/selection",
        calls="projects.decide_selection",
        summary="Decide, with a reason for each difference from the proposal",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.DecideSelection,
        id_field="survey_id",
        response=schemas.Selection,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="getSelection",
        method="GET",
        path="/v1/surveys/{id}/selection",
        calls="projects.get_selection",
        summary="What was decided, beside what was proposed",
        access=holders("federation", "district", "auditor"),
        limit=Limit.READ,
        request=schemas.SurveyRef,
        id_field="survey_id",
        response=schemas.Selection,
        problems=(404,),
    ),
)
