"""Shapes of reports."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, PageRequest, Shape, Text, page_of
from services.projects.reports.chart import WAYS
from services.projects.schemas.documents import Document, UploadDocument
from services.projects.schemas.surveys import SurveyRef


def _counts() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class DiscussReport(SurveyRef):
    """The minutes of the discussion of a survey's figures."""

    minutes = Text(most=20_000, lines=True, required=True)


class AttachMinutes(UploadDocument):
    """A file of the minutes, for the report of a survey."""

    survey_id = Identifier(required=True)


class MinutesRef(SurveyRef):
    """Which file of a report's minutes."""

    document_id = Identifier(required=True)


class ListSurveyTexts(PageRequest):
    """Which page of a survey's free texts."""

    survey_id = Identifier(required=True)


class ChartRequest(SurveyRef):
    """Which question to draw, without one who took part; ``by`` which groups."""

    question = fields.String(load_default="", validate=validate.Length(max=40))
    by = fields.String(load_default="", validate=validate.OneOf(["", *WAYS]))


class Chart(Shape):
    """A drawing."""

    svg = fields.String(required=True)


class SurveyText(Shape):
    """One free text, personal data masked."""

    question = fields.String(required=True)
    text = fields.String(required=True)


SurveyTextPage = page_of(SurveyText)


class OptionResult(Shape):
    """One option, or one point of a scale. ``points`` (Borda) only where options are ranked."""

    code = fields.String(required=True)
    text = fields.String(required=True)
    need_id = fields.String(required=True)
    votes = fields.Integer(required=True)
    share = fields.Float(required=True, allow_none=True)
    points = fields.Integer(required=True, allow_none=True)
    by_district = _counts()
    by_age = _counts()
    by_origin = _counts()


class QuestionResult(Shape):
    """One question; ``answered`` is the number of ballots that answer it."""

    code = fields.String(required=True)
    kind = fields.String(required=True)
    text = fields.String(required=True)
    answered = fields.Integer(required=True)
    mean = fields.Float(required=True, allow_none=True)
    options = fields.List(fields.Nested(OptionResult), required=True)


class Participants(Shape):
    """Who took part; a rate is null where the number of eligible members is not known."""

    total = fields.Integer(required=True)
    by_district = _counts()
    by_age = _counts()
    by_origin = _counts()
    eligible = fields.Integer(required=True, allow_none=True)
    rate = fields.Float(required=True, allow_none=True)
    rate_by_district = fields.Dict(
        keys=fields.String(), values=fields.Float(allow_none=True), required=True
    )


class Report(Shape):
    """The figures of a survey: draft, discussed or published."""

    survey_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    minutes = fields.String(required=True)
    minutes_files = fields.List(fields.Nested(Document), required=True)
    published_at = Moment(required=True, allow_none=True)
    participants = fields.Nested(Participants, required=True)
    sheets = _counts()
    questions = fields.List(fields.Nested(QuestionResult), required=True)
