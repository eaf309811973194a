"""The counter, as staff use it."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, validate

from chassis.schema import Identifier, Shape, Text, WholeNumber
from services.tickets.children.rules import Relation
from services.tickets.claims.requests import MOST_COMPANIONS, Wish
from services.tickets.schemas.claims import ClaimOutcome
from services.tickets.schemas.releases import ReleaseRef


class _CardNumber(fields.String):
    """Sixteen digits, with or without blanks and hyphens between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Regexp(r"\A[0-9]{16}\Z", error="Not sixteen digits."), **kwargs
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return re.sub(r"[\s-]", "", super()._deserialize(value, attr, data, **kwargs))


class CounterCard(Shape):
    """The card that somebody lays on the counter."""

    card_no = _CardNumber(required=True)


class CounterCompanion(Shape):
    """Somebody who may come along."""

    id = Identifier(required=True)
    name_masked = fields.String(required=True)
    relation = fields.Enum(Relation, by_value=fields.String, required=True)
    birth_date = fields.Date(required=True)


class CounterMember(Shape):
    """Whose card it is, as far as staff must know to see that it is theirs."""

    name_masked = fields.String(required=True)
    district = fields.String(required=True)
    companions = fields.List(fields.Nested(CounterCompanion), required=True)


class CounterAddCompanion(CounterCard):
    """Who comes along with the member at the counter, and why staff write it down."""

    name = Text(most=40, required=True)
    birth_date = fields.Date(required=True)
    relation = fields.Enum(Relation, by_value=fields.String, load_default=Relation.COMPANION)
    reason = Text(most=200, required=True)


class CounterClaim(ReleaseRef):
    """For whom staff claim, with whom, and why at the counter; whether the member would rather
    wait than have nothing."""

    card_no = _CardNumber(required=True)
    companions = fields.List(
        Identifier(), load_default=list, validate=validate.Length(max=MOST_COMPANIONS)
    )
    wish = fields.Enum(Wish, by_value=fields.String, load_default=Wish.PLACE)
    reason = Text(most=200, required=True)


class CounterOutcome(ClaimOutcome):
    """How it ended, and what is printed for the member: the short code of the ticket, if any."""

    name_masked = fields.String(required=True)
    title = fields.String(required=True)
    short_code = fields.String(required=True)
    places = WholeNumber(required=True)
