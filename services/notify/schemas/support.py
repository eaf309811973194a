"""Messages as support staff see them."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import (
    Identifier,
    Moment,
    PageRequest,
    Shape,
    Text,
    page_of,
)
from services.notify.schemas.inbox import MessageRef


class ListMessages(PageRequest):
    """Which messages: of a member, or in a state of trouble (``dead`` unless another is named)."""

    state = fields.String(validate=validate.OneOf(["dead", "failed", "no_receipt", "uncertain"]))
    member_id = Identifier()


class SupportMessage(Shape):
    """A message as support staff see it: what became of it, and not what it says."""

    id = Identifier(required=True)
    member_id = fields.String(required=True, attribute="recipient")
    template = fields.String(required=True)
    channel = fields.String(required=True)
    message_class = fields.String(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)
    attempts = fields.Integer(required=True)
    created_at = Moment(required=True)
    changed_at = Moment(required=True)
    expires_at = Moment(required=True)
    due_at = Moment(allow_none=True, required=True)


SupportMessagePage = page_of(SupportMessage)


class StoryLine(Shape):
    """One thing that happened to a message; the number is masked."""

    at = Moment(required=True)
    what = fields.String(required=True)
    attempt = fields.Integer(allow_none=True, required=True)
    detail = fields.String(required=True)
    provider = fields.String(required=True)
    number = fields.String(required=True)
    by = fields.String(required=True)


class MessageStory(Shape):
    """A message and all that happened to it, in order."""

    message = fields.Nested(SupportMessage, required=True)
    story = fields.List(fields.Nested(StoryLine), required=True)


class ResendMessage(MessageRef):
    """Which message to send again, and why."""

    reason = Text(required=True, most=200)
