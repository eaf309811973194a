"""Where offices are told."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.districts import DISTRICTS
from chassis.schema import (
    Identifier,
    Moment,
    Shape,
    Text,
)


class ListNoticeTargets(Shape):
    """Of which office: a district, or the city's without one."""

    district = fields.String(load_default="", validate=validate.OneOf(["", *DISTRICTS]))


class SetNoticeTarget(ListNoticeTargets):
    """Where an office is told of a topic from now on. ``address`` is an e-mail address, a
    robot's webhook or key, or an Apprise address; ``secret`` a robot's signing key, if it has one.
    """

    topic = fields.String(
        required=True, validate=validate.OneOf(["releases", "purchases", "messages"])
    )
    channel = fields.String(
        required=True,
        validate=validate.OneOf(["email", "wecom", "dingtalk", "feishu", "apprise", "sms"]),
    )
    name = Text(required=True, most=60)
    address = Text(required=True, most=500)
    secret = Text(least=0, most=200, load_default="")


class SetMyNoticeTarget(Shape):
    """Where the caller, or the caller's organisation, is told of purchases as well."""

    channel = fields.String(
        required=True,
        validate=validate.OneOf(["email", "wecom", "dingtalk", "feishu", "apprise", "sms"]),
    )
    name = Text(required=True, most=60)
    address = Text(required=True, most=500)
    secret = Text(least=0, most=200, load_default="")


class NoticeTargetRef(Shape):
    """Which address."""

    target_id = Identifier(required=True)


class LastMessage(Shape):
    """What became of the last message to an address."""

    id = Identifier(required=True)
    template = fields.String(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)
    changed_at = Moment(required=True)


class NoticeTarget(Shape):
    """Where an office is told of a topic; the address is masked, a signing key never shown."""

    id = Identifier(required=True)
    district = fields.String(required=True)
    topic = fields.String(required=True)
    channel = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)
    signed = fields.Boolean(required=True)
    set_by = fields.String(required=True)
    set_at = Moment(required=True)
    last_message = fields.Nested(LastMessage, allow_none=True, required=True)


class NoticeTargets(Shape):
    """All addresses of one office, and the channels that this installation has for them."""

    items = fields.List(fields.Nested(NoticeTarget), required=True)
    channels = fields.List(fields.String(), required=True)
