"""The entrypoints of needs."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.merging import use_cases as merging
from services.projects.needs import kinds, story, use_cases
from services.projects.similarity import use_cases as similarity


class NeedDoors:
    """Handing in, looking, taking back, deciding, merging."""

    @query(schemas.Empty, schemas.NeedKinds)
    def list_need_kinds(self, _reading: Reading, _request: dict[str, Any]) -> Any:
        return kinds.listed()

    @command(schemas.CreateNeed, schemas.Need)
    def create_need(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.create_need(work, **request)

    @query(schemas.ListNeeds, schemas.NeedPage)
    def list_needs(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_needs(reading, **request)

    @command(schemas.WithdrawNeed, schemas.Need)
    def withdraw_need(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.withdraw_need(work, **request)

    @query(schemas.NeedRef, schemas.NeedStory)
    def get_need(self, reading: Reading, request: dict[str, Any]) -> Any:
        return story.get_need(reading, **request)

    @query(schemas.SimilarNeeds, schemas.SimilarNeedList)
    def similar_needs(self, reading: Reading, request: dict[str, Any]) -> Any:
        return similarity.similar_needs(reading, **request)

    @command(schemas.DecideNeed, schemas.Need)
    def accept_need(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.accept_need(work, **request)

    @command(schemas.RejectNeed, schemas.Need)
    def reject_need(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.reject_need(work, **request)

    @command(schemas.MergeNeeds, schemas.Need)
    def merge_needs(self, work: Work, request: dict[str, Any]) -> Any:
        return merging.merge_needs(work, **request)

    @command(schemas.DecideNeed, schemas.Need)
    def unmerge_need(self, work: Work, request: dict[str, Any]) -> Any:
        return merging.unmerge_need(work, **request)
