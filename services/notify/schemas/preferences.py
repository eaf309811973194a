"""What a member wants on the phone."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import (
    Flag,
    Shape,
)


class Preference(Shape):
    """Whether a member wants one topic on the phone, and ``news`` as one SMS a day. The inbox gets
    everything at once."""

    topic = fields.String(required=True, validate=validate.OneOf(["tickets", "reminders", "news"]))
    sms = Flag(required=True)
    digest = Flag()


class Preferences(Shape):
    """A member's choices, topic by topic."""

    topics = fields.List(
        fields.Nested(Preference), required=True, validate=validate.Length(min=1, max=20)
    )
