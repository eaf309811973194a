"""Shapes of lots."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Identifier, Moment, Shape, Text


class EnterLotValue(Shape):
    """The value that a lot's source has published."""

    lot_id = Identifier(required=True)
    value = Text(most=200, required=True)


class Lot(Shape):
    """Names, and the order that the value gives them: HMAC-SHA256 with the value as key and the
    lot's id, a newline and the name as message, smallest first."""

    id = Identifier(required=True)
    about = fields.String(required=True)
    source = fields.String(required=True)
    due_at = Moment(required=True)
    names = fields.List(fields.String(), required=True)
    names_sha256 = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    drawn_at = Moment(required=True, allow_none=True)
    order = fields.List(fields.String(), required=True)


class Lots(Shape):
    """All lots of a batch; there are few, so the page is whole."""

    items = fields.List(fields.Nested(Lot), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
