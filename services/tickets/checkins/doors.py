"""The entrypoints of the door."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.checkins import door_list
from services.tickets.checkins import use_cases as checkins
from services.tickets.children.sealing import Sealing
from services.tickets.tickets.codes import key_ring
from services.tickets.tickets.company import company_of


class CheckInDoors:
    """Check-in, and what a gate must know to do it without a connection."""

    settings: Any

    @command(schemas.CheckInTicket, schemas.CheckIn)
    def check_in_ticket(self, work: Work, request: dict[str, Any]) -> Any:
        keys = key_ring(self.settings.ticket_signing_seed, self.settings.ticket_signing_old_seeds)
        answer = checkins.check_in_ticket(work, keys=keys, **request)
        sealing = Sealing(self.settings.personal_data_secret)
        return answer | {"companions": company_of(work.session, answer["ticket_id"], sealing)}

    @query(schemas.ReadDoorList, schemas.DoorList)
    def door_list(self, reading: Reading, request: dict[str, Any]) -> Any:
        return door_list.read(reading, **request)
