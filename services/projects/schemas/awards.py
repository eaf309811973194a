"""Shapes of awards, objections and results. Money is in fen; scores are of 100 points, as text."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, Shape, Text, WholeNumber
from services.projects.awards.rules import LONGEST, OUTCOMES, SHORTEST, USUAL
from services.projects.schemas.tenders import TenderRef


def _lot() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=20))


class PublishAwardNotice(TenderRef):
    """Which tender, and for how many working days everybody may object."""

    working_days = WholeNumber(least=SHORTEST, most=LONGEST, load_default=USUAL)


class FileObjection(TenderRef):
    """What an applicant holds against an award, of a lot where the tender has any."""

    lot = _lot()

    text = Text(most=5000, lines=True, required=True)


class AnswerObjection(Shape):
    """The federation's answer: dismissed, judged again, or the award annulled."""

    objection_id = Identifier(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    answer = Text(most=5000, lines=True, required=True)


class RefuseAward(TenderRef):
    """Which tender's or lot's winner falls out, and why."""

    lot = _lot()

    reason = Text(most=500, required=True)


class Objection(Shape):
    """An objection and its answer, without names."""

    id = Identifier(required=True)
    text = fields.String(required=True)
    state = fields.String(required=True)
    filed_at = Moment(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)


class Award(Shape):
    """Whom a tender or its ``lot`` is awarded to, and until when there may be objections."""

    code = fields.String(required=True)
    lot = fields.String(required=True)
    provider_id = Identifier(required=True)
    provider_name = fields.String(required=True)
    place = fields.Integer(required=True)
    score = fields.String(required=True)
    price = fields.Integer(required=True)
    state = fields.String(required=True)
    noticed_at = Moment(required=True)
    objections_until = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)


class RankedApplication(Shape):
    """A place in the fixed ranking."""

    application_id = Identifier(required=True)
    provider_id = Identifier(required=True)
    provider_name = fields.String(required=True)
    place = fields.Integer(required=True)
    score = fields.String(required=True)
    price = fields.Integer(required=True)


class RankedLot(Shape):
    """A lot and the ranking of those who apply for it: places among them, prices for the lot."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    budget = fields.Integer(required=True)
    ranking = fields.List(fields.Nested(RankedApplication), required=True)


class WrittenLetter(Shape):
    """What a ranked applicant was written: ``won``, ``reserve`` or ``lost``, and why, as a code."""

    application_id = Identifier(required=True)
    lot = fields.String(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(required=True)


class TenderAward(Shape):
    """A tender's notices, first to last, its ranking and that of each lot, all objections, and what
    those who applied for a confirmed award are written."""

    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    state = fields.String(required=True)
    awards = fields.List(fields.Nested(Award), required=True)
    ranking = fields.List(fields.Nested(RankedApplication), required=True)
    lots = fields.List(fields.Nested(RankedLot), required=True)
    objections = fields.List(fields.Nested(Objection), required=True)
    letters = fields.List(fields.Nested(WrittenLetter), required=True)


class CriterionMean(Shape):
    """What a panel made of an application by one criterion: ``mean`` is of 100, or null."""

    text = fields.String(required=True)
    weight = fields.Integer(required=True)
    mean = fields.String(required=True, allow_none=True)


class AwardLetter(Shape):
    """What an applicant is told of the award: ``won``, ``reserve`` or ``lost``, and why."""

    lot = fields.String(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(required=True)
    place = fields.Integer(required=True)
    ranked = fields.Integer(required=True)
    score = fields.String(required=True)
    winner_name = fields.String(required=True)
    winner_score = fields.String(required=True)
    criteria = fields.List(fields.Nested(CriterionMean), required=True)
    issued_at = Moment(required=True)


class ApplicationResult(Shape):
    """What became of an application, for its own organisation; its objections with their answers.

    ``objections_until`` is of the last award that stands; letters come with the confirmation.
    """

    application_id = Identifier(required=True)
    tender_id = Identifier(required=True)
    may_object = fields.Boolean(required=True)
    objections_until = Moment(required=True, allow_none=True)
    objections = fields.List(fields.Nested(Objection), required=True)
    letters = fields.List(fields.Nested(AwardLetter), required=True)


class ListResults(Shape):
    """Of which batch."""

    batch = fields.String(required=True, validate=validate.Length(min=1, max=12))


class Result(Shape):
    """A project, how many applied, and its latest award, or that of each of its lots.

    ``award`` is the last of ``awards``.
    """

    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    state = fields.String(required=True)
    applications = fields.Integer(required=True)
    award = fields.Nested(Award, required=True, allow_none=True)
    awards = fields.List(fields.Nested(Award), required=True)


class Results(Shape):
    """The results of a batch by project; it is whole."""

    batch = fields.String(required=True)
    title = fields.String(required=True)
    projects = fields.Integer(required=True)
    awarded = fields.Integer(required=True)
    organisations = fields.Integer(required=True)
    applications = fields.Integer(required=True)
    applications_per_project = fields.Float(required=True, allow_none=True)
    items = fields.List(fields.Nested(Result), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
