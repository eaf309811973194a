"""Shapes of batches and budgets. Money is in fen."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, PageRequest, Shape, Text, WholeNumber, page_of
from services.projects.batches.rules import PRESETS, ROLES, STATES

_MOST_FEN = 10**13


class SetBudget(Shape):
    """What may be spent on services in a year."""

    year = WholeNumber(least=2000, most=2100, required=True)
    total = WholeNumber(most=_MOST_FEN, required=True)


class Budget(Shape):
    """A year's budget and what of it is reserved by approved batches."""

    year = fields.Integer(required=True)
    total = fields.Integer(required=True)
    reserved = fields.Integer(required=True)
    set_at = Moment(required=True)


class Budgets(Shape):
    """All budgets; there are few, so the page is whole."""

    items = fields.List(fields.Nested(Budget), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class CreateBatch(Shape):
    """A batch as it is drawn up. Without ``seats`` the panel is the preset."""

    survey_id = Identifier(required=True)
    title = Text(most=120, required=True)
    year = WholeNumber(least=2000, most=2100, required=True)
    call_opens_at = Moment(required=True)
    questions_until = Moment(required=True)
    call_closes_at = Moment(required=True)
    scores_until = Moment(required=True)
    award_notice_at = Moment(required=True)
    panel = fields.String(load_default="union", validate=validate.OneOf(list(PRESETS)))
    seats = fields.Dict(
        keys=fields.String(validate=validate.OneOf(ROLES)),
        values=WholeNumber(least=1, most=20),
        load_default=dict,
    )
    costs = fields.Dict(
        keys=Identifier(),
        values=WholeNumber(least=1, most=_MOST_FEN),
        load_default=dict,
        validate=validate.Length(max=200),
    )


class BatchRef(Shape):
    """Which batch."""

    batch_id = Identifier(required=True)


class CancelBatch(BatchRef):
    """Which batch is called off, and why."""

    reason = Text(most=500, required=True)


class ListBatches(PageRequest):
    """Which batches, and which page of them."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *sorted(STATES.states)]))


class Batch(Shape):
    """A batch and the state it is in."""

    id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    survey_id = Identifier(required=True)
    year = fields.Integer(required=True)
    budget = fields.Integer(required=True)
    quotas = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    seats = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    call_opens_at = Moment(required=True)
    questions_until = Moment(required=True)
    call_closes_at = Moment(required=True)
    scores_until = Moment(required=True)
    award_notice_at = Moment(required=True)
    state = fields.String(required=True)
    created_at = Moment(required=True)
    approved_at = Moment(required=True, allow_none=True)


BatchPage = page_of(Batch)


class Tender(Shape):
    """One project of a batch."""

    id = Identifier(required=True)
    need_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    budget = fields.Integer(required=True)
    state = fields.String(required=True)


class BatchStory(Shape):
    """A batch with its tenders."""

    batch = fields.Nested(Batch, required=True)
    tenders = fields.List(fields.Nested(Tender), required=True)
