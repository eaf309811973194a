"""Shapes of selection. Money is in fen."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, Shape, Text, WholeNumber
from services.projects.needs.kinds import CLASSES
from services.projects.schemas.surveys import SurveyRef
from services.projects.selection.rules import BASES

_MOST_FEN = 10**13


class ProposeSelection(SurveyRef):
    """How many of each class, and what they may cost together; no budget is 0."""

    quotas = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(CLASSES))),
        values=WholeNumber(most=200),
        required=True,
    )
    budget = WholeNumber(most=_MOST_FEN, load_default=0)
    costs = fields.Dict(
        keys=Identifier(),
        values=WholeNumber(least=1, most=_MOST_FEN),
        load_default=dict,
        validate=validate.Length(max=200),
    )


class DecideSelection(ProposeSelection):
    """What is chosen, from which proposal, and why for each difference from it."""

    basis = fields.String(required=True, validate=validate.OneOf(BASES))
    chosen = fields.List(Identifier(), required=True, validate=validate.Length(max=200))
    reasons = fields.Dict(
        keys=Identifier(),
        values=Text(most=500),
        load_default=dict,
        validate=validate.Length(max=200),
    )


class Candidate(Shape):
    """A need that was voted on."""

    need_id = Identifier(required=True)
    code = fields.String(required=True)
    need_class = fields.String(required=True)
    votes = fields.Integer(required=True)
    people = fields.Integer(required=True)
    cost = fields.Integer(required=True)


class Proposal(Shape):
    """What one way of choosing proposes."""

    basis = fields.String(required=True)
    need_ids = fields.List(Identifier(), required=True)
    votes = fields.Integer(required=True)
    cost = fields.Integer(required=True)


class Proposals(Shape):
    """The candidates by rank, and the proposals side by side."""

    candidates = fields.List(fields.Nested(Candidate), required=True)
    proposals = fields.List(fields.Nested(Proposal), required=True)


class Selection(Shape):
    """What was decided, beside what was proposed."""

    survey_id = Identifier(required=True)
    basis = fields.String(required=True)
    quotas = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    budget = fields.Integer(required=True)
    costs = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    proposed = fields.List(Identifier(), required=True)
    chosen = fields.List(Identifier(), required=True)
    reasons = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    decided_at = Moment(required=True)
