"""Shapes of surveys."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, PageRequest, Path, Shape, Text, WholeNumber, page_of
from services.projects.surveys.rules import AGE_BANDS

_CODE = validate.Regexp(r"\A[a-z0-9-]{1,40}\Z", error="Small letters, digits and hyphens.")
_DISTRICT = validate.Regexp(r"\A[a-z]{1,40}\Z", error="Not the code of a district.")
_AGE_BAND = validate.OneOf(["", *AGE_BANDS])


class SurveyOption(Shape):
    """What can be chosen, perhaps a need that is voted on."""

    code = fields.String(required=True, validate=_CODE)
    text = Text(most=200, required=True)
    need_id = fields.String(load_default="", validate=validate.Regexp(r"\A([0-9a-f-]{36})?\Z"))


class SurveyQuestion(Shape):
    """One question; ``least`` and ``most`` bound the choices, or are the ends of the scale."""

    code = fields.String(required=True, validate=_CODE)
    kind = fields.String(
        required=True, validate=validate.OneOf(["single", "multiple", "ranked", "scale", "text"])
    )
    text = Text(most=500, required=True)
    options = fields.List(
        fields.Nested(SurveyOption), load_default=[], validate=validate.Length(max=200)
    )
    least = WholeNumber(most=200, load_default=0)
    most = WholeNumber(most=200, load_default=0)
    required = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class CreateSurvey(Shape):
    """A survey as an office draws it up."""

    title = Text(most=120, required=True)
    introduction = Text(least=0, most=4000, lines=True, load_default="")
    questions = fields.List(
        fields.Nested(SurveyQuestion), required=True, validate=validate.Length(min=1, max=60)
    )
    anonymous = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    scopes = fields.List(Path(least=1), load_default=[], validate=validate.Length(max=200))
    audiences = fields.List(
        fields.String(validate=_CODE), load_default=[], validate=validate.Length(max=20)
    )
    eligible = fields.Dict(
        keys=fields.String(validate=_DISTRICT),
        values=WholeNumber(most=10_000_000),
        load_default=dict,
        validate=validate.Length(max=40),
    )
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)


class SurveyRef(Shape):
    """Which survey."""

    survey_id = Identifier(required=True)


class ListSurveys(PageRequest):
    """Which surveys, and which page of them."""

    state = fields.String(
        load_default="", validate=validate.OneOf(["", "draft", "scheduled", "open", "closed"])
    )


class Survey(Shape):
    """A survey and the state it is in."""

    id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    introduction = fields.String(required=True)
    questions = fields.List(fields.Nested(SurveyQuestion), required=True)
    anonymous = fields.Boolean(required=True)
    scopes = fields.List(fields.String(), required=True)
    audiences = fields.List(fields.String(), required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    state = fields.String(required=True)


SurveyPage = page_of(Survey)


class MySurvey(Shape):
    """A survey that asks the member, and whether it is answered."""

    survey = fields.Nested(Survey, required=True)
    answered = fields.Boolean(required=True)


MySurveys = page_of(MySurvey)


class SurveyAnswer(Shape):
    """The answer to one question: options by code (in the order of their rank), number or text."""

    question = fields.String(required=True, validate=validate.Length(max=40))
    options = fields.List(
        fields.String(validate=validate.Length(max=40)),
        load_default=[],
        validate=validate.Length(max=200),
    )
    number = WholeNumber(most=200, load_default=None, allow_none=True)
    text = Text(least=1, most=2000, lines=True, load_default=None, allow_none=True)


class FilledForm(Shape):
    """A filled-in form. Age and audience are the member's own word."""

    answers = fields.List(
        fields.Nested(SurveyAnswer), required=True, validate=validate.Length(max=60)
    )
    age_band = fields.String(load_default="", validate=_AGE_BAND)
    audience = fields.String(load_default="", validate=validate.Length(max=40))


class AnswerSurvey(FilledForm):
    """A member's answers to a survey."""

    survey_id = Identifier(required=True)


class BallotReceipt(Shape):
    """``counted``, or ``already_counted`` when the member has spoken before."""

    survey_id = Identifier(required=True)
    outcome = fields.String(required=True)
