"""The entrypoints of tickets."""

from __future__ import annotations

from typing import Any

from chassis.rpc import query
from chassis.work import Reading
from services.tickets import schemas
from services.tickets.children.sealing import Sealing
from services.tickets.tickets import use_cases as tickets
from services.tickets.tickets.codes import KeyRing, key_ring


class TicketDoors:
    """What members see of their tickets, and the keys of their codes."""

    settings: Any

    @property
    def _keys(self) -> KeyRing:
        return key_ring(self.settings.ticket_signing_seed, self.settings.ticket_signing_old_seeds)

    @property
    def _people(self) -> Sealing:
        return Sealing(self.settings.personal_data_secret)

    @query(schemas.PageRequest, schemas.TicketPage)
    def list_my_tickets(self, reading: Reading, request: dict[str, Any]) -> Any:
        return tickets.list_my_tickets(
            reading, key=self._keys.signing, sealing=self._people, **request
        )

    @query(schemas.TicketRef, schemas.Ticket)
    def get_my_ticket(self, reading: Reading, request: dict[str, Any]) -> Any:
        return tickets.get_my_ticket(
            reading, key=self._keys.signing, sealing=self._people, **request
        )

    @query(schemas.TicketRef, schemas.Picture)
    def get_my_ticket_code(self, reading: Reading, request: dict[str, Any]) -> Any:
        return tickets.get_my_ticket_code(reading, key=self._keys.signing, **request)

    @query(schemas.TicketRef, schemas.CalendarFile)
    def get_my_ticket_calendar(self, reading: Reading, request: dict[str, Any]) -> Any:
        return tickets.get_my_ticket_calendar(reading, **request)

    @query(schemas.HoldersOfRelease, schemas.Holders)
    def holders_of_release(self, reading: Reading, request: dict[str, Any]) -> Any:
        return tickets.holders_of_release(reading, **request)

    @query(schemas.Empty, schemas.TicketKeys)
    def ticket_keys(self, _reading: Reading, _request: dict[str, Any]) -> Any:
        return tickets.ticket_keys(self._keys)
