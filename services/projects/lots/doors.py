"""The entrypoints of lots."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.lots import use_cases


class LotDoors:
    """Drawing lots, and showing them to everybody."""

    @command(schemas.EnterLotValue, schemas.Lot)
    def enter_lot_value(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.enter_lot_value(work, **request)

    @query(schemas.BatchRef, schemas.Lots)
    def list_lots(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_lots(reading, **request)
