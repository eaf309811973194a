"""The entrypoints of appeals."""

from __future__ import annotations

from typing import Any

from chassis.personal import PersonalData
from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.appeals import use_cases as appeals


class AppealDoors:
    """Stating and deciding them."""

    settings: Any

    @command(schemas.AppealCoolDown, schemas.MyCoolDown)
    def appeal_cool_down(self, work: Work, request: dict[str, Any]) -> Any:
        return appeals.appeal_cool_down(work, personal=self._sealing, **request)

    @query(schemas.ListAppeals, schemas.AppealPage)
    def list_appeals(self, reading: Reading, request: dict[str, Any]) -> Any:
        return appeals.list_appeals(reading, personal=self._sealing, **request)

    # Its answer holds the member's words: they must not lie open beside the key.
    @command(schemas.DecideAppeal, schemas.Appeal, idempotent=False)
    def decide_appeal(self, work: Work, request: dict[str, Any]) -> Any:
        return appeals.decide_appeal(work, personal=self._sealing, **request)

    @property
    def _sealing(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
