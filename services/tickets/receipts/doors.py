"""The entrypoints of receipts."""

from __future__ import annotations

from typing import Any

from chassis.rpc import query
from chassis.work import Reading
from services.tickets import schemas
from services.tickets.receipts import use_cases as receipts


class ReceiptDoors:
    """What became of requests, one by one and in sum."""

    @query(schemas.PageRequest, schemas.ReceiptPage)
    def list_my_receipts(self, reading: Reading, request: dict[str, Any]) -> Any:
        return receipts.list_my_receipts(reading, **request)

    @query(schemas.ReceiptRef, schemas.Receipt)
    def get_my_receipt(self, reading: Reading, request: dict[str, Any]) -> Any:
        return receipts.get_my_receipt(reading, **request)

    @query(schemas.ReleaseRef, schemas.Accounting)
    def release_accounting(self, reading: Reading, request: dict[str, Any]) -> Any:
        return receipts.release_accounting(reading, **request)
