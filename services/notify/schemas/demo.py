"""The phones of the demonstration."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import (
    Identifier,
    Moment,
    Shape,
    Text,
)


class DemoPhoneNumber(Shape):
    """Whose phone."""

    number = fields.String(
        required=True, validate=validate.Regexp(r"\A\+?[0-9]{3,19}\Z", error="Not a number.")
    )


class DemoPhoneMessage(Shape):
    """An SMS on the demonstration's phone."""

    id = Identifier(required=True)
    text = fields.String(required=True)
    sent_at = Moment(required=True)


class DemoPhoneMessages(Shape):
    """What has arrived at one number, and what was sent from it, each newest first."""

    messages = fields.List(fields.Nested(DemoPhoneMessage), required=True)
    sent = fields.List(fields.Nested(DemoPhoneMessage), required=True)


class DemoPhoneSms(DemoPhoneNumber):
    """What is typed on a phone of the demonstration."""

    text = Text(most=500, lines=True, required=True)
