"""No-shows, cool-downs and appeals as members and staff see them."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, Moment, PageRequest, Shape, Text, WholeNumber, page_of
from services.tickets.appeals.rules import Decision, Standing

_A_YEAR = 366


class ListOfDistrict(PageRequest):
    """Which district, or all that the caller may see, and which page."""

    district = fields.String(load_default="", validate=validate.Length(max=40))


class NoShow(Shape):
    """A ticket that nobody used."""

    ticket_id = Identifier(required=True)
    member_id = Identifier(required=True)
    district = fields.String(required=True)
    title = fields.String(required=True)
    event_at = Moment(required=True)
    recorded_at = Moment(required=True)
    excused_at = Moment(required=True, allow_none=True)
    excused_by = fields.String(required=True, allow_none=True)
    excuse = fields.String(required=True, allow_none=True)


NoShowPage = page_of(NoShow)


class ExcuseNoShow(Shape):
    """Which no-show counts for nothing, and why."""

    ticket_id = Identifier(required=True)
    reason = Text(most=500, required=True)


class SetCoolDownPolicy(Shape):
    """After ``no_shows`` within ``within_days`` a member gets no places for ``days``; zero days
    mean that nothing follows. It counts events from ``since`` on: now unless it says later."""

    district = fields.String(required=True, validate=validate.Length(max=40))
    no_shows = WholeNumber(least=1, most=20, required=True)
    within_days = WholeNumber(least=1, most=_A_YEAR, required=True)
    days = WholeNumber(least=0, most=_A_YEAR, required=True)
    since = Moment(load_default=None, allow_none=True)
    note = Text(least=0, most=500, load_default="")


class CoolDownPolicy(Shape):
    """A policy as it is published; of each district one at most is in force."""

    id = Identifier(required=True)
    district = fields.String(required=True)
    no_shows = WholeNumber(required=True)
    within_days = WholeNumber(required=True)
    days = WholeNumber(required=True)
    since = Moment(required=True)
    note = fields.String(required=True)
    set_at = Moment(required=True)
    in_force = Flag(required=True)


CoolDownPolicyPage = page_of(CoolDownPolicy)


class MyAppeal(Shape):
    """The member's own appeal."""

    id = Identifier(required=True)
    state = fields.Enum(Standing, by_value=fields.String, required=True)
    stated_at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class CoolDown(Shape):
    """Until when a member gets no places, and after how many no-shows within how many days."""

    id = Identifier(required=True)
    begun_at = Moment(required=True)
    until = Moment(required=True)
    no_shows = WholeNumber(required=True)
    within_days = WholeNumber(required=True)
    appeal = fields.Nested(MyAppeal, required=True, allow_none=True)


class MyNoShow(Shape):
    """A no-show as its member sees it."""

    ticket_id = Identifier(required=True)
    title = fields.String(required=True)
    event_at = Moment(required=True)
    excused_at = Moment(required=True, allow_none=True)


class MyCoolDown(Shape):
    """The cool-down that lasts, if any, with the policy of the district and what is on record."""

    cool_down = fields.Nested(CoolDown, required=True, allow_none=True)
    policy = fields.Nested(CoolDownPolicy, required=True, allow_none=True)
    no_shows = fields.List(fields.Nested(MyNoShow), required=True)
    server_time = Moment(required=True)


class AppealCoolDown(Shape):
    """Why the member objects."""

    text = Text(most=1000, lines=True, required=True)


class ListAppeals(ListOfDistrict):
    """Which appeals."""

    state = fields.Enum(Standing, by_value=fields.String, load_default=None)


class DecideAppeal(Shape):
    """What is decided, and why."""

    appeal_id = Identifier(required=True)
    decision = fields.Enum(Decision, by_value=fields.String, required=True)
    reason = Text(most=500, required=True)


class Appeal(Shape):
    """An appeal as staff see it."""

    id = Identifier(required=True)
    member_id = Identifier(required=True)
    district = fields.String(required=True)
    text = fields.String(required=True)
    state = fields.Enum(Standing, by_value=fields.String, required=True)
    stated_at = Moment(required=True)
    begun_at = Moment(required=True)
    until = Moment(required=True)
    no_shows = fields.List(fields.Nested(NoShow), required=True)
    decided_at = Moment(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


AppealPage = page_of(Appeal)
