"""The entrypoints of support."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.support import use_cases


class SupportDoors:
    """What members do with needs."""

    @query(schemas.ListOpenNeeds, schemas.SupportedNeedPage)
    def list_open_needs(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_open_needs(reading, **request)

    @command(schemas.NeedRef, schemas.SupportedNeed)
    def support_need(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.support_need(work, **request)

    @command(schemas.NeedRef, schemas.SupportedNeed)
    def end_support(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.end_support(work, **request)
