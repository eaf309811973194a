"""What the door asks and hears."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, Moment, Shape, Text, WholeNumber
from services.tickets.checkins.rules import Refusal, Result


class CheckInTicket(Shape):
    """A signed code as scanned, or a short code as typed.

    ``scanned_at`` is when a gate admitted it that had no connection then. ``release_id`` is the
    release that the gate is for; without it tickets of any are taken.
    """

    code = Text(most=300, required=True)
    release_id = Identifier(load_default=None, allow_none=True)
    gate = Text(least=0, most=40, load_default="")
    device = Text(least=0, most=40, load_default="")
    scanned_at = Moment(load_default=None, allow_none=True)


class CheckIn(Shape):
    """What the door hears. ``used_at`` and ``used_gate`` are when and where the ticket was used
    first."""

    result = fields.Enum(Result, by_value=fields.String, required=True)
    reason = fields.Enum(Refusal, by_value=fields.String, required=True)
    ticket_id = Identifier(required=True, allow_none=True)
    release_id = Identifier(required=True, allow_none=True)
    title = fields.String(required=True)
    places = WholeNumber(required=True)
    companions = fields.List(fields.String(), required=True)
    used_at = Moment(required=True, allow_none=True)
    used_gate = fields.String(required=True)
    server_time = Moment(required=True)


class ReadDoorList(Shape):
    """Which release's door, and since which cursor; without one from the beginning."""

    release_id = Identifier(required=True)
    cursor = fields.String(load_default="", validate=validate.Length(max=400))


class UsedTicket(Shape):
    """A ticket that was used, by its first use."""

    ticket_id = Identifier(required=True)
    used_at = Moment(required=True)
    gate = fields.String(required=True)


class GateCount(Shape):
    """Who has come through one gate; one without a name is empty."""

    gate = fields.String(required=True)
    tickets = WholeNumber(required=True)
    places = WholeNumber(required=True)


class DoorCounts(Shape):
    """How many have come. ``awaited_places`` are those of tickets that nobody has used yet."""

    tickets = WholeNumber(required=True)
    places = WholeNumber(required=True)
    admitted_tickets = WholeNumber(required=True)
    admitted_places = WholeNumber(required=True)
    awaited_places = WholeNumber(required=True)
    gates = fields.List(fields.Nested(GateCount), required=True)


class DoorList(Shape):
    """What a gate must know to decide by itself: what has changed since the cursor.

    What was told before may be told again. With ``more`` the rest comes with the new cursor.
    """

    release_id = Identifier(required=True)
    title = fields.String(required=True)
    release_cancelled = Flag(required=True)
    cancelled = fields.List(Identifier(), required=True)
    used = fields.List(fields.Nested(UsedTicket), required=True)
    cursor = fields.String(required=True)
    more = Flag(required=True)
    counts = fields.Nested(DoorCounts, required=True)
    server_time = Moment(required=True)
