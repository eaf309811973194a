"""Shapes of tenders and of questions about them. Money is in fen."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, Moment, PageRequest, Shape, Text, WholeNumber, page_of
from services.projects.needs.kinds import CLASSES
from services.projects.tenders.rules import ADAPTATIONS, METHODS, PUBLIC

MOST_LOTS = 20
_MOST_FEN = 10**13


class TenderRef(Shape):
    """Which tender."""

    tender_id = Identifier(required=True)


class Criterion(Shape):
    """What is scored, and how many of 100 points it is worth."""

    code = fields.String(required=True, validate=validate.Regexp(r"\A[a-z0-9-]{1,40}\Z"))
    text = Text(most=300, required=True)
    weight = WholeNumber(least=1, most=100, required=True)


class TenderLot(Shape):
    """A part of a tender that is applied for and awarded by itself; ``budget`` is its share."""

    code = fields.String(required=True, validate=validate.Regexp(r"\A[A-Za-z0-9-]{1,20}\Z"))
    title = Text(most=120, required=True)
    requirements = Text(least=0, most=10_000, lines=True, load_default="")
    budget = WholeNumber(least=1, most=_MOST_FEN, required=True)


class WriteTender(TenderRef):
    """What a tender wants, for whom, and how it will be judged: ``blind`` is without names.

    Without ``lots`` it stays parted as it is; an empty list makes it one whole again.
    """

    requirements = Text(most=20_000, lines=True, required=True)
    audience = Text(least=0, most=500, load_default="")
    adaptations = fields.List(
        fields.String(validate=validate.OneOf(ADAPTATIONS)),
        load_default=list,
        validate=validate.Length(max=len(ADAPTATIONS)),
    )
    criteria = fields.List(
        fields.Nested(Criterion), required=True, validate=validate.Length(min=1, max=20)
    )
    method = fields.String(load_default="drop_extremes", validate=validate.OneOf(METHODS))
    blind = Flag(load_default=False)
    lots = fields.List(
        fields.Nested(TenderLot),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=MOST_LOTS),
    )


class AmendCall(TenderRef):
    """What a published tender wants from now on, and why that changed."""

    requirements = Text(most=20_000, lines=True, required=True)
    audience = Text(least=0, most=500, load_default="")
    adaptations = fields.List(
        fields.String(validate=validate.OneOf(ADAPTATIONS)),
        load_default=list,
        validate=validate.Length(max=len(ADAPTATIONS)),
    )
    reason = Text(most=500, required=True)


class ListCalls(PageRequest):
    """Which calls, and which page of them."""

    need_class = fields.String(load_default="", validate=validate.OneOf(["", *CLASSES]))
    state = fields.String(load_default="", validate=validate.OneOf(["", *PUBLIC]))


class AskAboutCall(TenderRef):
    """A question of a social organisation."""

    text = Text(most=2000, lines=True, required=True)


class AnswerAboutCall(Shape):
    """The federation's answer to a question."""

    question_id = Identifier(required=True)
    answer = Text(most=5000, lines=True, required=True)


class CallQuestion(Shape):
    """A question and its answer, without names."""

    id = Identifier(required=True)
    text = fields.String(required=True)
    asked_at = Moment(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)


class Call(Shape):
    """A tender as everybody sees it; ``method_sha256`` fixes method and criteria.

    Lists leave the questions out.
    """

    id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    budget = fields.Integer(required=True)
    requirements = fields.String(required=True)
    audience = fields.String(required=True)
    adaptations = fields.List(fields.String(), required=True)
    criteria = fields.List(fields.Nested(Criterion), required=True)
    lots = fields.List(fields.Nested(TenderLot), required=True)
    method = fields.String(required=True)
    blind = fields.Boolean(required=True)
    method_sha256 = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    amended_at = Moment(required=True, allow_none=True)
    batch_code = fields.String(required=True)
    call_opens_at = Moment(required=True)
    questions_until = Moment(required=True)
    call_closes_at = Moment(required=True)
    questions = fields.List(fields.Nested(CallQuestion), required=True)


CallPage = page_of(Call)
