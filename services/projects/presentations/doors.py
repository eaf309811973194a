"""The entrypoints of presentations."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.presentations import use_cases


class PresentationDoors:
    """Setting and showing timetables."""

    @command(schemas.PlanPresentations, schemas.Presentations)
    def plan_presentations(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.plan_presentations(work, **request)

    @query(schemas.TenderRef, schemas.Presentations)
    def list_presentations(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_presentations(reading, **request)
