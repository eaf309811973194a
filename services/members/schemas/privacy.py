"""Shapes of exports and erasures."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Identifier, Moment, PageRequest, Shape, Text, WholeNumber, page_of
from services.members.privacy.rules import MOST, State


class ExportMe(Shape):
    """Which piece of the document; pieces in their order are one JSON document."""

    piece = WholeNumber(load_default=0, most=MOST - 1)


class ExportMember(ExportMe):
    """The same, and whose data."""

    member_id = Identifier(required=True)


class AskForErasure(Shape):
    """What the member writes beside the request, if anything."""

    reason = Text(least=0, most=200, load_default="")


class EraseMember(Shape):
    """Whose data, and why: the member's request, a letter's number."""

    member_id = Identifier(required=True)
    reason = Text(required=True, most=200)


class ErasureRef(Shape):
    """Which erasure."""

    erasure_id = Identifier(required=True)


class RefuseErasure(ErasureRef):
    """Which request, and why not; the member reads it."""

    reason = Text(required=True, most=200)


class ListErasures(PageRequest):
    """Erasures in which state, all if none is named."""

    state = fields.Enum(State, by_value=fields.String, load_default=None, allow_none=True)


class ErasurePart(Shape):
    """What one service has said: when it was done, and how many rows of what."""

    service = fields.String(required=True)
    done_at = Moment(required=True, allow_none=True)
    erased = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class Erasure(Shape):
    """Where an erasure stands; ``parts`` are empty before it was decided."""

    id = Identifier(required=True)
    member_id = Identifier(required=True)
    state = fields.String(required=True)
    asked_by = fields.String(required=True)
    asked_at = Moment(required=True)
    asked_because = fields.String(required=True)
    decided_by = fields.String(required=True)
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)
    done_at = Moment(required=True, allow_none=True)
    parts = fields.List(fields.Nested(ErasurePart), required=True)


ErasurePage = page_of(Erasure)


class MyErasure(Shape):
    """The member's newest request, none if there is none."""

    erasure = fields.Nested(Erasure, required=True, allow_none=True)
