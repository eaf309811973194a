"""The entrypoints of allocations."""

from __future__ import annotations

from typing import Any

from chassis.rpc import query
from chassis.timer import tick
from chassis.work import Reading, Store
from services.tickets import schemas
from services.tickets.allocations import use_cases as allocations


class AllocationDoors:
    """What became of the parts of a stock, and their rolling over."""

    @query(schemas.ReleaseRef, schemas.Allocations)
    def list_allocations(self, reading: Reading, request: dict[str, Any]) -> Any:
        return allocations.list_allocations(reading, **request)

    @tick(seconds=1)
    def roll_over_allocations(self, store: Store) -> None:
        allocations.roll_over_due(store)
