"""Budgets, and batches of services to buy."""

from __future__ import annotations

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.projects import schemas

_FEDERATION = holders("federation")
_READERS = holders("federation", "district", "auditor")

BATCHES = (
    Route(
        operation="setBudget",
        method="POST",
        path="/v1/budgets",
        calls="projects.set_budget",
        summary="State what may be spent on services in a year",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.SetBudget,
        response=schemas.Budget,
        key=Key.OPTIONAL,
        problems=(409,),
    ),
    Route(
        operation="listBudgets",
        method="GET",
        path="/v1/budgets",
        calls="projects.list_budgets",
        summary="The budgets, and what of them is reserved",
        access=holders("federation", "auditor"),
        limit=Limit.READ,
        response=schemas.Budgets,
    ),
    Route(
        operation="createBatch",
        method="POST",
        path="/v1/batches",
        calls="projects.create_batch",
        summary="Draw up a batch of the needs that were chosen after a survey",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.CreateBatch,
        response=schemas.BatchStory,
        status=201,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="listBatches",
        method="GET",
        path="/v1/batches",
        calls="projects.list_batches",
        summary="Batches, newest first",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ListBatches,
        response=schemas.BatchPage,
    ),
    Route(
        operation="getBatch",
        method="GET",
        path="/v1/batches/{id}",
        calls="projects.get_batch",
        summary="A batch with its tenders",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.BatchRef,
        id_field="batch_id",
        response=schemas.BatchStory,
        problems=(404,),
    ),
    Route(
        operation="approveBatch",
        method="POST",
        path="/v1/batches/{id}/approval",
        calls="projects.approve_batch",
        summary="Approve what another officer drew up; the budget is reserved",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.BatchRef,
        id_field="batch_id",
        response=schemas.BatchStory,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="cancelBatch",
        method="POST",
        path="/v1/batches/{id}/cancellation",
        calls="projects.cancel_batch",
        summary="Call a batch off; what it had reserved is free again",
        access=_FEDERATION,
        limit=Limit.WRITE,
        request=schemas.CancelBatch,
        id_field="batch_id",
        response=schemas.BatchStory,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
)
