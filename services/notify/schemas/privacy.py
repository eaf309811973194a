"""The public RPC contract of privacy."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Identifier, Moment, Shape, Text, WholeNumber


class ExportMember(Shape):
    """Whose data, and which piece of it; pieces in their order are one JSON document."""

    member_id = Identifier(required=True)
    piece = WholeNumber(load_default=0)


class ExportPiece(Shape):
    """A piece of the document, and the number of the next one."""

    text = fields.String(required=True)
    next_piece = WholeNumber(required=True, allow_none=True)


class EraseMember(Shape):
    """Whose data, and why: the member's request, a letter's number."""

    member_id = Identifier(required=True)
    reason = Text(required=True, most=200)


class Erasure(Shape):
    """What was erased: how many rows of what."""

    id = Identifier(required=True)
    member_id = Identifier(required=True)
    erased_at = Moment(required=True)
    erased = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
