"""Applications for classes as callers make and see them."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, Moment, Shape, Text, WholeNumber
from services.tickets.enrolment.rules import MOST_SIBLINGS, Drawn, State
from services.tickets.schemas.classes import ClassSeasonRef


class WantedPlace(Shape):
    """A child and the class that it is to join."""

    child_id = Identifier(required=True)
    class_id = Identifier(required=True)


class ApplyForClass(ClassSeasonRef):
    """One child or several, who get places together or wait together."""

    children = fields.List(
        fields.Nested(WantedPlace),
        required=True,
        validate=validate.Length(min=1, max=MOST_SIBLINGS),
    )


class ClassApplicationRef(Shape):
    """Which application."""

    application_id = Identifier(required=True)


class AppliedChild(Shape):
    """One child of an application; ``returning`` if it had a place at this site before."""

    child_id = Identifier(required=True)
    class_id = Identifier(required=True)
    class_title = fields.String(required=True)
    returning = Flag(required=True)


class ClassApplication(Shape):
    """A member's application as it is at ``server_time``."""

    id = Identifier(required=True)
    season_id = Identifier(required=True)
    title = fields.String(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    state = fields.Enum(State, by_value=fields.String, required=True)
    drawn = fields.Enum(Drawn, by_value=fields.String, required=True, allow_none=True)
    rank = WholeNumber(required=True, allow_none=True)
    waiting_position = WholeNumber(required=True, allow_none=True)
    applied_at = Moment(required=True)
    offer_ends_at = Moment(required=True, allow_none=True)
    rating = WholeNumber(required=True, allow_none=True)
    children = fields.List(fields.Nested(AppliedChild), required=True)
    server_time = Moment(required=True)


class ClassApplications(Shape):
    """A member's applications, the newest first."""

    items = fields.List(fields.Nested(ClassApplication), required=True)


class Wants(Shape):
    """How many children for which class."""

    class_id = Identifier(required=True)
    children = WholeNumber(required=True)


class ClassApplicationRow(Shape):
    """An application without its people."""

    id = Identifier(required=True)
    state = fields.Enum(State, by_value=fields.String, required=True)
    drawn = fields.Enum(Drawn, by_value=fields.String, required=True, allow_none=True)
    rank = WholeNumber(required=True, allow_none=True)
    applied_at = Moment(required=True)
    offer_ends_at = Moment(required=True, allow_none=True)
    returning = Flag(required=True)
    wants = fields.List(fields.Nested(Wants), required=True)


class ClassApplicationRows(Shape):
    """All applications of a season."""

    items = fields.List(fields.Nested(ClassApplicationRow), required=True)


class PlaceClassSeason(ClassSeasonRef):
    """The public value as published by the source that was named before."""

    value = Text(most=200, required=True)


class PlacedClass(Shape):
    """How many places of a class were open when they were given out."""

    class_id = Identifier(required=True)
    title = fields.String(required=True)
    opened = WholeNumber(required=True, allow_none=True)


class ClassPlacing(Shape):
    """All that is needed to check a placing; ``entries_hash`` is SHA-256 of the sorted ids."""

    season_id = Identifier(required=True)
    value_source = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    placed_at = Moment(required=True, allow_none=True)
    returning_percent = WholeNumber(required=True)
    entries = WholeNumber(required=True)
    entries_hash = fields.String(required=True)
    classes = fields.List(fields.Nested(PlacedClass), required=True)
    items = fields.List(fields.Nested(ClassApplicationRow), required=True)
