"""The entrypoints of the waiting list."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.tickets import schemas
from services.tickets.waiting import use_cases as waiting


class WaitingDoors:
    """Joining and leaving it, and saying yes or no to an offer."""

    # A claim, which keeps its own outcome by its own key.
    @command(schemas.JoinWaitingList, schemas.ClaimOutcome, idempotent=False)
    def join_waiting_list(self, work: Work, request: dict[str, Any]) -> Any:
        return waiting.join_waiting_list(work, **request)

    @query(schemas.PageRequest, schemas.WaitingPlacePage)
    def list_my_waiting(self, reading: Reading, request: dict[str, Any]) -> Any:
        return waiting.list_my_waiting(reading, **request)

    @command(schemas.OfferRef, schemas.WaitingPlace)
    def accept_offer(self, work: Work, request: dict[str, Any]) -> Any:
        return waiting.accept_offer(work, **request)

    @command(schemas.OfferRef, schemas.WaitingPlace)
    def decline_offer(self, work: Work, request: dict[str, Any]) -> Any:
        return waiting.decline_offer(work, **request)

    @command(schemas.OfferRef, schemas.WaitingPlace)
    def leave_waiting_list(self, work: Work, request: dict[str, Any]) -> Any:
        return waiting.leave_waiting_list(work, **request)

    @tick(seconds=1)
    def serve_waiting_lists(self, store: Store) -> None:
        waiting.serve_due(store)
