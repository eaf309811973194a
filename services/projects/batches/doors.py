"""The entrypoints of batches."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.batches import budgets, use_cases


class BatchDoors:
    """Budgets; drawing batches up, approving and cancelling them."""

    @command(schemas.SetBudget, schemas.Budget)
    def set_budget(self, work: Work, request: dict[str, Any]) -> Any:
        return budgets.set_budget(work, **request)

    @query(schemas.Empty, schemas.Budgets)
    def list_budgets(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return budgets.list_budgets(reading)

    @command(schemas.CreateBatch, schemas.BatchStory)
    def create_batch(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.create_batch(work, **request)

    @command(schemas.BatchRef, schemas.BatchStory)
    def approve_batch(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.approve_batch(work, **request)

    @command(schemas.CancelBatch, schemas.BatchStory)
    def cancel_batch(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.cancel_batch(work, **request)

    @query(schemas.BatchRef, schemas.BatchStory)
    def get_batch(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_batch(reading, **request)

    @query(schemas.ListBatches, schemas.BatchPage)
    def list_batches(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_batches(reading, **request)
