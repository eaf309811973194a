"""Shapes of presentations."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Identifier, Moment, Shape, Text, WholeNumber
from services.projects.schemas.tenders import TenderRef


class PlanPresentations(TenderRef):
    """When presentations begin, how many minutes each has, how many lie between, and where."""

    starts_at = Moment(required=True)
    minutes = WholeNumber(least=5, most=240, required=True)
    pause = WholeNumber(most=240, load_default=5)
    place = Text(most=120, required=True)


class Presentation(Shape):
    """When and where an applicant presents."""

    application_id = Identifier(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = fields.String(required=True)


class Presentations(Shape):
    """A tender's timetable, whole."""

    items = fields.List(fields.Nested(Presentation), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
