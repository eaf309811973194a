"""The parts of others' events that notify reads. What else they carry is not its business.

An event that breaks its shape raises ``InvalidInput``, so it goes to the dead letters at once.
"""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields

from chassis.schema import Identifier, Moment, Text, WholeNumber


class _Heard(ma.Schema):
    class Meta:
        unknown = ma.EXCLUDE


class LoginCodeIssued(_Heard):
    """``members.login_code_issued.v1``."""

    member_id = Identifier(required=True)
    sealed_code = Text(required=True, most=400)
    expires_at = Moment(required=True)


class ClassPlaceGiven(_Heard):
    """``tickets.class_place_given.v1``."""

    application_id = Identifier(required=True)
    member_id = Identifier(required=True)
    title = Text(required=True, most=400)
    first_day = ma.fields.Date(required=True)


class ClassPlaceOffered(ClassPlaceGiven):
    """``tickets.class_place_offered.v1``."""

    offer_ends_at = Moment(required=True)


class ClassWaitlisted(ClassPlaceGiven):
    """``tickets.class_waitlisted.v1``."""

    position = ma.fields.Integer(required=True)


class ClassPlaceWithdrawn(ClassPlaceGiven):
    """``tickets.class_place_withdrawn.v1``."""

    reason = Text(required=True, most=40)


class TicketClaimed(_Heard):
    """``tickets.ticket_claimed.v1``."""

    ticket_id = Identifier(required=True)
    release_id = Identifier(required=True)
    member_id = Identifier(required=True)
    title = Text(required=True, most=400)
    short_code = Text(required=True, most=40)
    claimed_at = Moment(required=True)


class TicketReminderDue(_Heard):
    """``tickets.ticket_reminder_due.v1``."""

    member_id = Identifier(required=True)
    title = Text(required=True, most=400)
    venue = Text(least=0, required=True, most=400)
    short_code = Text(required=True, most=40)
    event_starts_at = Moment(required=True)


class OfferMade(_Heard):
    """``tickets.offer_made.v1``."""

    offer_id = Identifier(required=True)
    release_id = Identifier(required=True)
    member_id = Identifier(required=True)
    title = Text(required=True, most=400)
    release_code = Text(required=True, most=40)
    offer_until = Moment(required=True)


class OfferExpired(_Heard):
    """``tickets.offer_expired.v1``."""

    offer_id = Identifier(required=True)
    member_id = Identifier(required=True)
    title = Text(required=True, most=400)


class TicketEnded(_Heard):
    """``tickets.ticket_returned.v1`` and ``tickets.ticket_cancelled.v1``."""

    ticket_id = Identifier(required=True)
    member_id = Identifier(required=True)
    title = Text(required=True, most=400)


class CoolDownBegan(_Heard):
    """``tickets.cool_down_began.v1``."""

    member_id = Identifier(required=True)
    no_shows = WholeNumber(required=True)
    until = Moment(required=True)


class CoolDownLifted(_Heard):
    """``tickets.cool_down_lifted.v1``."""

    member_id = Identifier(required=True)


class ReleaseChanged(_Heard):
    """``tickets.release_scheduled.v1``, ``…_cancelled.v1`` and ``…_sold_out.v1``."""

    release_id = Identifier(required=True)
    title = Text(required=True, most=400)
    code = Text(required=True, most=40)
    districts = fields.List(Text(most=40), required=True)
    stock = WholeNumber(required=True)
    opens_at = Moment(required=True)
