"""A member's inbox."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import (
    Identifier,
    Moment,
    PageRequest,
    Shape,
)


class ListMyMessages(PageRequest):
    """Which page of the caller's inbox."""


class ListMyNotices(PageRequest):
    """Which page of what the caller, the caller's offices or organisation were told."""


class MessageRef(Shape):
    """Which message."""

    message_id = Identifier(required=True)


class InboxMessage(Shape):
    """A message in a member's inbox."""

    id = Identifier(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    read = fields.Boolean(required=True)
    created_at = Moment(required=True)


class InboxPage(Shape):
    """One page of an inbox, newest first, with the number of all unread messages."""

    items = fields.List(fields.Nested(InboxMessage), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
    unread = fields.Integer(required=True)
