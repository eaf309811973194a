"""The entrypoints of no-shows."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.tickets import schemas
from services.tickets.noshows import use_cases as noshows


class NoShowDoors:
    """Counting and excusing them."""

    @tick(seconds=60)
    def count_no_shows(self, store: Store) -> None:
        noshows.count_due(store)

    @query(schemas.ListOfDistrict, schemas.NoShowPage)
    def list_no_shows(self, reading: Reading, request: dict[str, Any]) -> Any:
        return noshows.list_no_shows(reading, **request)

    @command(schemas.ExcuseNoShow, schemas.NoShow)
    def excuse_no_show(self, work: Work, request: dict[str, Any]) -> Any:
        return noshows.excuse_no_show(work, **request)
