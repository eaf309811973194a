"""The entrypoints of selection."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.selection import use_cases


class SelectionDoors:
    """Proposing, deciding, looking."""

    @query(schemas.ProposeSelection, schemas.Proposals)
    def propose_selection(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.propose_selection(reading, **request)

    @command(schemas.DecideSelection, schemas.Selection)
    def decide_selection(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.decide_selection(work, **request)

    @query(schemas.SurveyRef, schemas.Selection)
    def get_selection(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_selection(reading, **request)
