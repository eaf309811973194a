"""The public RPC contract of reminders."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, Shape


class OpeningRef(Shape):
    """Which release's opening."""

    release_id = Identifier(required=True)


class SetReminder(OpeningRef):
    """How many minutes before the opening: 10, 30, 60, or 1440 for a day."""

    minutes_before = fields.Integer(
        required=True, strict=True, validate=validate.OneOf([10, 30, 60, 1440])
    )


class Reminder(Shape):
    """A reminder to come."""

    release_id = Identifier(required=True)
    title = fields.String(required=True)
    opens_at = Moment(required=True)
    minutes_before = fields.Integer(required=True)
    remind_at = Moment(required=True)


class Reminders(Shape):
    """The caller's reminders to come, the next first."""

    items = fields.List(fields.Nested(Reminder), required=True)
