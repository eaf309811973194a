"""Attendance and feedback as staff and members see them."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, Moment, Shape, Text, WholeNumber
from services.tickets.attendance.rules import MARKS, Mark
from services.tickets.schemas.children import Child
from services.tickets.schemas.classes import ClassRef


class ClassDay(ClassRef):
    """Which class on which day; today unless another is named."""

    day = fields.Date(load_default=None)


class MarkAttendance(ClassRef):
    """What is known of a child on a day. ``picked_up_by`` is a name that is written down with the
    child; empty for the member it belongs to."""

    child_id = Identifier(required=True)
    day = fields.Date(load_default=None)
    mark = fields.Enum(Mark, by_value=fields.String, required=True, validate=validate.OneOf(MARKS))
    picked_up_by = Text(least=0, most=40, load_default="")


class SheetRow(Child):
    """A child as the staff of its class must know it, and its marks of the day."""

    age = WholeNumber(required=True)
    mark = fields.Enum(Mark, by_value=fields.String, required=True)
    arrived_at = Moment(required=True, allow_none=True)
    left_at = Moment(required=True, allow_none=True)
    picked_up_by = fields.String(required=True)


class ClassSheet(Shape):
    """The attendance sheet of a class on a day."""

    class_id = Identifier(required=True)
    title = fields.String(required=True)
    season_title = fields.String(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    day = fields.Date(required=True)
    volunteers = WholeNumber(required=True)
    volunteers_needed = WholeNumber(required=True)
    short = Flag(required=True)
    children = fields.List(fields.Nested(SheetRow), required=True)
    server_time = Moment(required=True)


class AttendanceOnDay(Shape):
    """How many came and how many did not."""

    day = fields.Date(required=True)
    came = WholeNumber(required=True)
    absent = WholeNumber(required=True)


class AttendanceNumbers(Shape):
    """The attendance of a class, day by day."""

    class_id = Identifier(required=True)
    title = fields.String(required=True)
    items = fields.List(fields.Nested(AttendanceOnDay), required=True)


class GiveClassFeedback(Shape):
    """How a family finds it, from 1 to 5."""

    application_id = Identifier(required=True)
    rating = WholeNumber(least=1, most=5, required=True)
    text = Text(least=0, most=2000, lines=True, load_default="")


class ClassRating(Shape):
    """What a family has said."""

    application_id = Identifier(required=True)
    rating = WholeNumber(required=True)


class ClassFeedback(Shape):
    """How often each of 1 to 5 was given, and what was said."""

    season_id = Identifier(required=True)
    ratings = fields.List(WholeNumber(), required=True)
    texts = fields.List(fields.String(), required=True)
