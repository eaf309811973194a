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


class QuietHours(Shape):
    """From when to when no phone rings, times of day in Shanghai."""

    starts_at = fields.String(required=True, validate=validate.Regexp(r"[0-2][0-9]:[0-5][0-9]\Z"))
    ends_at = fields.String(required=True, validate=validate.Regexp(r"[0-2][0-9]:[0-5][0-9]\Z"))


class Preferences(Shape):
    """A member's choices, topic by topic."""

    topics = fields.List(
        fields.Nested(Preference), required=True, validate=validate.Length(min=1, max=20)
    )


class MyPreferences(Preferences):
    """A member's choices, and the hours that are quiet here for everybody; null without any."""

    quiet_hours = fields.Nested(QuietHours, required=True, allow_none=True)
