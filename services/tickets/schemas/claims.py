"""Claims as callers ask them and hear of them."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis.schema import Identifier, Moment, Shape, WholeNumber
from services.tickets.claims.eligibility import Reason
from services.tickets.claims.requests import MOST_COMPANIONS, Wish
from services.tickets.claims.rules import Outcome
from services.tickets.schemas.releases import ReleaseRef

MOST_CLAIMS = 1000
KEY_FORM = validate.Regexp(r"[!-~]{1,128}\Z")


def _claims(value: Any) -> None:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_CLAIMS:
        raise ValidationError(f"Not a list of 1 to {MOST_CLAIMS} claims.")


class ClaimBatch(Shape):
    """Claims in the order in which they came.

    Each has ``key``, ``release_id``, ``member_id`` and ``union`` and, where it applies,
    ``birth_year``, ``audiences``, ``companions``, ``channel``, ``wish``, ``by`` and ``reason``.

    Each is checked by itself, so that a wrong one spoils no other.
    """

    claims = fields.Raw(required=True, validate=_claims)


class ClaimRef(Shape):
    """Which claim of the calling member."""

    release_id = Identifier(required=True)
    key = fields.String(required=True, validate=KEY_FORM)


class ClaimRequest(ReleaseRef):
    """What a member asks for: a place for themselves and one for each companion, all or none.

    With the wish ``waiting`` the claim goes on the waiting list if no place is free.
    """

    companions = fields.List(Identifier(), validate=validate.Length(max=MOST_COMPANIONS))
    wish = fields.Enum(Wish, by_value=fields.String)


class ClaimOutcome(Shape):
    """How one claim ended; a repeat with the same key gets the same.

    ``position`` numbers the requests for a release from 1 in the order in which they were decided.
    ``ticket_id`` is the ticket that the member holds, won by this claim or before.
    """

    claim_id = Identifier(required=True)
    release_id = Identifier(required=True)
    outcome = fields.Enum(Outcome, by_value=fields.String, required=True)
    reason = fields.Enum(Reason, by_value=fields.String, required=True)
    position = WholeNumber(required=True)
    ticket_id = Identifier(required=True, allow_none=True)
    decided_at = Moment(required=True)


class Outcomes(Shape):
    """For each claim, in the same order, a ``ClaimOutcome`` or ``{error: {code, kind, message}}``.

    They are shaped by hand: a schema object for each would cost as much as the claim.
    """

    outcomes = fields.Raw(required=True)
