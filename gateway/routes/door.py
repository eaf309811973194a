"""The door: check-in, what a gate keeps for the time without a connection, and the way there."""

from __future__ import annotations

from gateway.access import ANYONE, MEMBERS, holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.tickets import schemas

_DOORKEEPERS = holders("venue", "federation")

DOOR = (
    Route(
        operation="checkInTicket",
        method="POST",
        path="/v1/check-ins",
        calls="tickets.check_in_ticket",
        summary="Check a ticket in by its code; the earliest scan of a ticket is its use",
        access=_DOORKEEPERS,
        limit=Limit.CHECK_IN,
        request=schemas.CheckInTicket,
        response=schemas.CheckIn,
        key=Key.OPTIONAL,
    ),
    Route(
        operation="listTicketKeys",
        method="GET",
        path="/v1/ticket-keys",
        calls="tickets.ticket_keys",
        summary="Public keys with which codes can be checked without a connection",
        access=ANYONE,
        limit=Limit.READ,
        response=schemas.TicketKeys,
        cache="public, max-age=300",
    ),
    Route(
        operation="getDoorList",
        method="GET",
        path="/v1/releases/{id}/door-list",
        calls="tickets.door_list",
        summary="Revoked and used tickets since a cursor, and how many have come",
        access=_DOORKEEPERS,
        limit=Limit.READ,
        request=schemas.ReadDoorList,
        id_field="release_id",
        response=schemas.DoorList,
        problems=(404,),
    ),
    Route(
        operation="getMyTicketCalendar",
        method="GET",
        path="/v1/me/tickets/{id}/calendar.ics",
        calls="tickets.get_my_ticket_calendar",
        summary="A ticket's event as an iCalendar file",
        access=MEMBERS,
        limit=Limit.READ,
        request=schemas.TicketRef,
        id_field="ticket_id",
        response=schemas.CalendarFile,
        media_type="text/calendar",
        text_field="ics",
        problems=(404,),
    ),
)
