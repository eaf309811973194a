"""Draws as officers enter their values and as everybody can check them."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Flag, Identifier, Moment, Shape, Text, WholeNumber
from services.tickets.draws.rules import State


class Draw(Shape):
    """A draw at ``server_time``; what is not known yet is null.

    ``places`` are those to be given, by pool; ``left_out`` counts entries of members whose card
    was suspended at the freeze. ``confirmations`` are the times at which the officers entered the
    value, ``result`` is the fingerprint of the order.
    """

    release_id = Identifier(required=True)
    title = fields.String(required=True)
    state = fields.Enum(State, by_value=fields.String, required=True)
    source = fields.String(required=True)
    fallback = fields.String(required=True)
    round = WholeNumber(required=True, allow_none=True)
    due_at = Moment(required=True, allow_none=True)
    entries_until = Moment(required=True)
    rules = fields.Dict(keys=fields.String(), required=True)
    frozen_at = Moment(required=True, allow_none=True)
    root = fields.String(required=True, allow_none=True)
    entries = WholeNumber(required=True, allow_none=True)
    left_out = WholeNumber(required=True, allow_none=True)
    places = fields.Dict(keys=fields.String(), values=fields.Integer(), allow_none=True)
    proposed_at = Moment(required=True, allow_none=True)
    proposed_by_me = Flag(required=True)
    value = fields.String(required=True, allow_none=True)
    by_fallback = Flag(required=True)
    fallback_reason = fields.String(required=True)
    confirmations = fields.List(Moment(), required=True)
    fetched = Flag(required=True)
    won = WholeNumber(required=True, allow_none=True)
    waiting = WholeNumber(required=True, allow_none=True)
    lost = WholeNumber(required=True, allow_none=True)
    result = fields.String(required=True, allow_none=True)
    finished_at = Moment(required=True, allow_none=True)
    server_time = Moment(required=True)


class ProposeDrawValue(Shape):
    """The value that the source has published or, with the reason why, the fallback's."""

    release_id = Identifier(required=True)
    value = Text(most=300, required=True)
    fallback = Flag(load_default=False)
    reason = Text(least=0, most=500, load_default="")


class ProofPieceRef(Shape):
    """Which piece of a release's proof file."""

    release_id = Identifier(required=True)
    piece = WholeNumber(load_default=0)


class ProofPiece(Shape):
    """A piece of the proof file, and which one follows."""

    text = fields.String(required=True)
    next_piece = WholeNumber(required=True, allow_none=True)


class MyDrawEntry(Shape):
    """A member's entry, as ``unionhall verify-draw --entry`` takes it.

    ``commitment`` is SHA-256(0x00, release, 0x00, member, 0x00, salt); ``index`` and ``path``
    prove that it is under ``root``, once that is published.
    """

    claim_id = Identifier(required=True)
    release_id = Identifier(required=True)
    member_id = Identifier(required=True)
    salt = fields.String(required=True)
    commitment = fields.String(required=True)
    pools = fields.String(required=True)
    places = WholeNumber(required=True)
    state = fields.Enum(State, by_value=fields.String, required=True)
    root = fields.String(required=True, allow_none=True)
    entries = WholeNumber(required=True, allow_none=True)
    index = WholeNumber(required=True, allow_none=True)
    path = fields.List(fields.String(), required=True, allow_none=True)
    rank = WholeNumber(required=True, allow_none=True)
    fate = fields.String(required=True, allow_none=True)
    ticket_id = Identifier(required=True, allow_none=True)
