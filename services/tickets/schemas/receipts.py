"""Receipts as members and officers see them."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Identifier, Moment, Shape, WholeNumber, page_of
from services.tickets.claims.eligibility import Reason
from services.tickets.claims.requests import Channel
from services.tickets.claims.rules import Outcome
from services.tickets.receipts.rules import Became
from services.tickets.releases.rules import Mode


class ReceiptRef(Shape):
    """Which request, by the id of its claim."""

    claim_id = Identifier(required=True)


class Receipt(Shape):
    """A request, its outcome, which never changes, and what it ``became``.

    ``position`` numbers the release's requests; ``rank`` is the one in the draw; ``ahead`` counts
    those who wait before, 10,000 standing for as many or more.
    """

    claim_id = Identifier(required=True)
    release_id = Identifier(required=True)
    release_code = fields.String(required=True)
    title = fields.String(required=True)
    mode = fields.Enum(Mode, by_value=fields.String, required=True)
    position = WholeNumber(required=True)
    outcome = fields.Enum(Outcome, by_value=fields.String, required=True)
    reason = fields.Enum(Reason, by_value=fields.String, required=True)
    places = WholeNumber(required=True)
    channel = fields.Enum(Channel, by_value=fields.String, required=True)
    decided_at = Moment(required=True)
    became = fields.Enum(Became, by_value=fields.String, required=True)
    rank = WholeNumber(required=True, allow_none=True)
    ahead = WholeNumber(required=True, allow_none=True)
    offer_until = Moment(required=True, allow_none=True)
    entries_until = Moment(required=True, allow_none=True)
    ticket_id = Identifier(required=True, allow_none=True)


ReceiptPage = page_of(Receipt)


class ReasonCount(Shape):
    """How many requests had this outcome for this reason."""

    outcome = fields.Enum(Outcome, by_value=fields.String, required=True)
    reason = fields.String(required=True)
    number = WholeNumber(required=True)


class Accounting(Shape):
    """All requests for a release, each once.

    ``requests`` = ``won`` + ``waiting`` + ``sold_out`` + ``not_eligible`` + ``repeated`` +
    ``not_open`` + ``in_draw`` + ``withdrawn`` + ``cancelled``. One that entered a draw is counted
    by what the draw made of it; ``reasons`` counts by the outcome of the request itself.
    """

    release_id = Identifier(required=True)
    requests = WholeNumber(required=True)
    won = WholeNumber(required=True)
    waiting = WholeNumber(required=True)
    sold_out = WholeNumber(required=True)
    not_eligible = WholeNumber(required=True)
    repeated = WholeNumber(required=True)
    not_open = WholeNumber(required=True)
    in_draw = WholeNumber(required=True)
    withdrawn = WholeNumber(required=True)
    cancelled = WholeNumber(required=True)
    reasons = fields.List(fields.Nested(ReasonCount), required=True)
