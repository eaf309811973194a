"""The entrypoint of returns."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command
from chassis.work import Work
from services.tickets import schemas
from services.tickets.children.sealing import Sealing
from services.tickets.returns import use_cases as returns
from services.tickets.tickets.codes import key_ring


class ReturnDoors:
    """Giving tickets back."""

    settings: Any

    @command(schemas.TicketRef, schemas.Ticket)
    def return_ticket(self, work: Work, request: dict[str, Any]) -> Any:
        key = key_ring(self.settings.ticket_signing_seed).signing
        sealing = Sealing(self.settings.personal_data_secret)
        return returns.return_ticket(work, key=key, sealing=sealing, **request)
