"""Shapes of score sheets, the desk and rankings. Scores are texts with four decimals of a point;
prices are in fen."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, Shape, Text, WholeNumber
from services.projects.schemas.applications import (
    ApplicationRef,
    BudgetItem,
    RequirementAnswer,
    TeamMember,
)
from services.projects.schemas.documents import Document
from services.projects.schemas.tenders import Criterion, TenderRef

_MOST_APPLICATIONS = 1000
_MOST_MARK = 10**6  # what is out of range below it is refused by the rule, and recorded


class Mark(Shape):
    """A whole number from 0 to 100; null is not applicable, and counts as nothing."""

    criterion = fields.String(required=True, validate=validate.Regexp(r"\A[a-z0-9-]{1,40}\Z"))
    mark = WholeNumber(least=-_MOST_MARK, most=_MOST_MARK, allow_none=True, required=True)


class WriteSheet(ApplicationRef):
    """Marks, one for each criterion as far as there are any yet."""

    marks = fields.List(fields.Nested(Mark), required=True, validate=validate.Length(max=20))
    comment = Text(least=0, most=5000, lines=True, load_default="")


class ReopenSheet(ApplicationRef):
    """Whose sheet is given back, until when, and why."""

    reviewer_id = Text(most=64, required=True)
    until = Moment(required=True)
    reason = Text(most=500, required=True)


class ScoreSheet(Shape):
    """What one reviewer says of one application."""

    application_id = Identifier(required=True)
    reviewer_id = fields.String(required=True)
    marks = fields.List(fields.Nested(Mark), required=True)
    comment = fields.String(required=True)
    state = fields.String(required=True)
    total = fields.String(required=True, allow_none=True)
    handed_in_at = Moment(required=True, allow_none=True)


class ScoreSheets(Shape):
    """The sheets that count for an application; a panel is small, so the page is whole."""

    items = fields.List(fields.Nested(ScoreSheet), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ReviewFile(Shape):
    """An application as a reviewer reads it; without names where the call is judged blind."""

    application_id = Identifier(required=True)
    tender_id = Identifier(required=True)
    label = fields.String(required=True)
    provider_name = fields.String(required=True, allow_none=True)
    price = fields.Integer(required=True)
    lots = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    plan = fields.String(required=True)
    team = fields.List(fields.Nested(TeamMember), required=True)
    budget = fields.List(fields.Nested(BudgetItem), required=True)
    answers = fields.List(fields.Nested(RequirementAnswer), required=True)
    correction = fields.String(required=True)
    documents = fields.List(fields.Nested(Document), required=True)
    criteria = fields.List(fields.Nested(Criterion), required=True)
    sheet = fields.Nested(ScoreSheet, required=True)


class ReviewDocumentRef(ApplicationRef):
    """Which document of which application."""

    document_id = Identifier(required=True)


class DeskApplication(Shape):
    """An application on a desk: ``unopened``, ``draft``, ``submitted`` or ``locked``."""

    application_id = Identifier(required=True)
    label = fields.String(required=True)
    provider_name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    total = fields.String(required=True, allow_none=True)
    presented_at = Moment(required=True, allow_none=True)


class DeskTender(Shape):
    """A tender on a desk; its applications show where files are open to the reviewer."""

    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    state = fields.String(required=True)
    seat = fields.String(required=True)
    scores_until = Moment(required=True)
    applications = fields.List(fields.Nested(DeskApplication), required=True)


class Desk(Shape):
    """All that a reviewer has to judge, and how many applications are in which state."""

    items = fields.List(fields.Nested(DeskTender), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ProgressReviewer(Shape):
    """Somebody whose scores count for a tender."""

    account_id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class ProgressApplication(Shape):
    """An application and the states of its sheets, in the order of the tender's reviewers."""

    application_id = Identifier(required=True)
    label = fields.String(required=True)
    provider_name = fields.String(required=True, allow_none=True)
    sheets = fields.List(fields.String(), required=True)


class ProgressTender(Shape):
    """How far the scoring of a tender is."""

    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    state = fields.String(required=True)
    reviewers = fields.List(fields.Nested(ProgressReviewer), required=True)
    applications = fields.List(fields.Nested(ProgressApplication), required=True)


class Progress(Shape):
    """How far the scoring of a batch is, whole; ``counts`` are of sheets by state."""

    scores_until = Moment(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    items = fields.List(fields.Nested(ProgressTender), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class RecountScores(TenderRef):
    """Why a counting is taken back."""

    reason = Text(most=500, required=True)


class TenderState(Shape):
    """The state that a tender is in now."""

    tender_id = Identifier(required=True)
    state = fields.String(required=True)


class AnnounceTieLot(TenderRef):
    """Where the value comes from that decides between equals, and when it is public."""

    source = Text(most=200, required=True)
    due_at = Moment(required=True)


class ModerateRanking(TenderRef):
    """The order as it shall be, without ``order`` the method's; why, and who saw it otherwise."""

    order = fields.List(
        Identifier(), load_default=list, validate=validate.Length(max=_MOST_APPLICATIONS)
    )
    reason = Text(most=2000, lines=True, required=True)
    minority_view = Text(least=0, most=2000, lines=True, load_default="")


class Moderation(Shape):
    """What was decided about changes of rank."""

    changed = fields.Boolean(required=True)
    reason = fields.String(required=True)
    minority_view = fields.String(required=True)
    decided_by = fields.String(required=True)
    decided_at = Moment(required=True)


class OutcomeItem(Shape):
    """An application's result: by the fixed method, and beside it by others.

    ``lots`` is the price of each lot that it is for. ``turned_by`` names the ways of counting that
    would put it before or behind another one.
    """

    application_id = Identifier(required=True)
    label = fields.String(required=True)
    provider_id = fields.String(required=True)
    provider_name = fields.String(required=True)
    price = fields.Integer(required=True)
    lots = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    place = fields.Integer(required=True)
    place_by_method = fields.Integer(required=True)
    score = fields.String(required=True)
    mean = fields.String(required=True)
    median = fields.String(required=True)
    z = fields.String(required=True)
    scored_by = fields.Integer(required=True)
    turned_by = fields.List(fields.String(), required=True)
    abnormally_low = fields.Boolean(required=True)


class Outcome(Shape):
    """What the scores of a tender come to, first place first."""

    tender_id = Identifier(required=True)
    state = fields.String(required=True)
    method = fields.String(required=True)
    tied = fields.List(fields.List(Identifier()), required=True)
    moderation = fields.Nested(Moderation, required=True, allow_none=True)
    items = fields.List(fields.Nested(OutcomeItem), required=True)
