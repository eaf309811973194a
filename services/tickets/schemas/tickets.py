"""Tickets as their members see them."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Flag, Identifier, Moment, Shape, WholeNumber, page_of
from services.tickets.tickets.rules import State


class TicketRef(Shape):
    """Which ticket."""

    ticket_id = Identifier(required=True)


class Ticket(Shape):
    """A member's ticket. ``code`` is signed and goes into the picture, ``short_code`` is typed.

    It can be given back until ``return_until``. ``places`` are the member's and one for each
    companion, whose names are told.
    """

    id = Identifier(required=True)
    release_id = Identifier(required=True)
    title = fields.String(required=True)
    venue = fields.String(required=True)
    state = fields.Enum(State, by_value=fields.String, required=True)
    code = fields.String(required=True)
    short_code = fields.String(required=True)
    places = WholeNumber(required=True)
    event_starts_at = Moment(required=True, allow_none=True)
    event_ends_at = Moment(required=True, allow_none=True)
    return_until = Moment(required=True, allow_none=True)
    companions = fields.List(fields.String(), required=True)
    issued_at = Moment(required=True)
    used_at = Moment(required=True, allow_none=True)


TicketPage = page_of(Ticket)


class HoldersOfRelease(Shape):
    """Whose tickets. ``after`` is the last member of the page before; ``count`` asks how many
    there are."""

    release_id = Identifier(required=True)
    after = Identifier(load_default=None, allow_none=True)
    limit = WholeNumber(least=1, most=1000, load_default=500)
    count = Flag(load_default=False)


class Holders(Shape):
    """One page of members who hold a valid ticket, by id, and all that there are if asked."""

    member_ids = fields.List(Identifier(), required=True)
    more = fields.Boolean(required=True)
    total = fields.Integer(allow_none=True, required=True)


class Picture(Shape):
    """A picture in SVG."""

    svg = fields.String(required=True)


class CalendarFile(Shape):
    """An iCalendar file (RFC 5545)."""

    ics = fields.String(required=True)


class TicketKey(Shape):
    """A public key of ticket codes: Ed25519, base64url without padding.

    ``signs`` is true for the one with which codes are made now.
    """

    kid = fields.String(required=True)
    public_key = fields.String(required=True)
    signs = Flag(required=True)


class TicketKeys(Shape):
    """The keys with which codes can be checked offline."""

    keys = fields.List(fields.Nested(TicketKey), required=True)
