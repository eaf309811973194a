"""What the SMS gateway tells: receipts, and SMS that came in."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import (
    Identifier,
    Shape,
    Text,
    WholeNumber,
)


class SmsReceipt(Shape):
    """What the SMS gateway says of one attempt: Kannel's ``dlr-url``, its words as they came."""

    token = fields.String(required=True, validate=validate.Length(max=200))
    message_id = Identifier(required=True)
    attempt = WholeNumber(required=True, least=1)
    status = fields.Integer(required=True, strict=True, validate=validate.OneOf([1, 2, 4, 8, 16]))
    carrier_id = fields.String(load_default="", validate=validate.Length(max=200))
    reply = fields.String(load_default="", validate=validate.Length(max=4000))


class ReceiveSms(Shape):
    """An SMS as the SMS gateway hands it over; ``time`` in seconds since the epoch (UTC)."""

    id = Text(least=0, most=64, load_default="")
    sender = Text(most=40, required=True)
    recipient = Text(least=0, most=40, load_default="")
    time = fields.String(
        load_default="", validate=validate.Regexp(r"\A[0-9]{0,11}\Z", error="Not a Unix time.")
    )
    text = Text(least=0, most=2000, lines=True, load_default="")


class SmsReceived(Shape):
    """That an SMS is stored, and whether it had come before."""

    repeated = fields.Boolean(required=True)
