"""The entrypoints of cool-downs."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.cooldowns import use_cases as cooldowns


class CoolDownDoors:
    """Policies of the districts, and what a member sees of their own cool-down."""

    @command(schemas.SetCoolDownPolicy, schemas.CoolDownPolicy)
    def set_cool_down_policy(self, work: Work, request: dict[str, Any]) -> Any:
        return cooldowns.set_cool_down_policy(work, **request)

    @query(schemas.ListOfDistrict, schemas.CoolDownPolicyPage)
    def list_cool_down_policies(self, reading: Reading, request: dict[str, Any]) -> Any:
        return cooldowns.list_cool_down_policies(reading, **request)

    @query(schemas.Empty, schemas.MyCoolDown)
    def get_my_cool_down(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return cooldowns.get_my_cool_down(reading)
