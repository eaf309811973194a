"""The entrypoints of paper sheets."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.sheets import batches, counting, use_cases
from services.projects.sheets.sealing import Sealing


class SheetDoors:
    """Entering, settling, counting."""

    settings: Any
    members: Any

    # The payload holds a card number beside answers: no fingerprint of it is kept.
    @command(schemas.EnterSheet, schemas.Sheet, idempotent=False)
    def enter_sheet(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.enter_sheet(work, sealing=self._sealing, **request)

    @command(schemas.SettleSheet, schemas.Sheet, idempotent=False)
    def settle_sheet(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.settle_sheet(work, sealing=self._sealing, **request)

    @query(schemas.SheetRef, schemas.SheetEntries)
    def get_sheet(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_sheet(reading, sealing=self._sealing, **request)

    @query(schemas.ListSheets, schemas.SheetPage)
    def list_sheets(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_sheets(reading, **request)

    @query(schemas.SurveyRef, schemas.File)
    def sheet_table(self, reading: Reading, request: dict[str, Any]) -> Any:
        return batches.sheet_table(reading, **request)

    @command(schemas.UploadSheets, schemas.UploadedSheets, idempotent=False)
    def upload_sheets(self, work: Work, request: dict[str, Any]) -> Any:
        return batches.upload_sheets(
            work, sealing=self._sealing, form=schemas.EnterSheet, **request
        )

    @tick(seconds=2)
    def count_sheets(self, store: Store) -> None:
        secret: str = self.settings.personal_data_secret
        counting.count_sheets(store, self.members, secret=secret)

    @property
    def _sealing(self) -> Sealing:
        return Sealing(self.settings.personal_data_secret)
