"""The parts of the events of a purchase that notify reads. Fields that came later may be missing
from an event that waited."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields

from chassis.schema import Flag, Identifier, Moment, Text, WholeNumber


def _ids() -> Any:
    return fields.List(Identifier(), load_default=list)


def _accounts() -> Any:
    return fields.List(Text(most=64), load_default=list)


class _Heard(ma.Schema):
    class Meta:
        unknown = ma.EXCLUDE


class Need(_Heard):
    """``projects.need_*.v1``."""

    title = Text(required=True, most=400)
    union = Text(required=True, most=120)
    unions = fields.List(Text(most=120), load_default=list)
    reason = fields.String(load_default="")


class Provider(_Heard):
    """``projects.provider_*.v1``."""

    provider_id = Identifier(required=True)
    name = Text(required=True, most=400)
    reason = fields.String(load_default="")


class Batch(_Heard):
    """``projects.batch_*.v1``, ``…call_published.v1``, ``…deadlines_moved.v1``."""

    batch_id = Identifier(required=True)
    title = Text(required=True, most=400)
    call_opens_at = Moment(required=True)
    questions_until = Moment(load_default=None)
    call_closes_at = Moment(required=True)
    scores_until = Moment(load_default=None)
    award_notice_at = Moment(load_default=None)
    because = fields.String(load_default="")
    providers = _ids()
    reviewers = _accounts()


class Tender(_Heard):
    """What all events of one project have in common."""

    tender_id = Identifier(required=True)
    batch_id = Identifier(required=True)
    title = Text(required=True, most=400)
    providers = _ids()
    reviewers = _accounts()
    unions = fields.List(Text(most=120), load_default=list)


class Call(Tender):
    """``projects.call_amended.v1``, ``…call_closed.v1``."""

    call_closes_at = Moment(required=True)


class Begun(Call):
    """``projects.application_begun.v1``."""

    provider_id = Identifier(required=True)


class Application(Tender):
    """``projects.application_*.v1``, ``…correction_*.v1``."""

    application_id = Identifier(required=True)
    provider_id = Identifier(required=True)
    version = WholeNumber(required=True)
    receipt_sha256 = fields.String(required=True)
    correction_until = Moment(required=True, allow_none=True)
    reason = fields.String(load_default="")
    step = fields.String(load_default="")
    at = Moment(required=True)


class Opened(Tender):
    """``projects.applications_opened.v1``."""

    applications = WholeNumber(required=True)


class Seat(Tender):
    """``projects.reviewer_*.v1``, ``…scores_handed_in.v1``."""

    reviewer_id = Text(required=True, most=64)
    alternate = Flag(load_default=False)


class Scoring(Tender):
    """``projects.scoring_opened.v1``."""

    scores_until = Moment(required=True)


class Reopened(Seat):
    """``projects.sheet_reopened.v1``."""

    until = Moment(required=True)


class _Slot(_Heard):
    provider_id = Identifier(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = Text(least=0, required=True, most=400)


class Presentations(Tender):
    """``projects.presentations_planned.v1``."""

    slots = fields.List(fields.Nested(_Slot), required=True)
    moved = Flag(load_default=False)


class Award(Tender):
    """``projects.award_*.v1`` and what else happens to an award."""

    award_id = Identifier(required=True)
    provider_id = Identifier(required=True)
    provider_name = Text(required=True, most=400)
    state = fields.String(load_default="")
    objections_until = Moment(required=True)


class Objection(Tender):
    """``projects.objection_*.v1``."""

    provider_id = Identifier(required=True)
    state = fields.String(required=True)


class Letter(Tender):
    """``projects.award_letter_issued.v1``."""

    award_id = Identifier(required=True)
    provider_id = Identifier(required=True)
    provider_name = Text(required=True, most=400)
    outcome = fields.String(required=True)
    reason = fields.String(required=True)
    place = WholeNumber(required=True)
    ranked = WholeNumber(required=True)
    score = fields.String(required=True)
    winner_name = Text(required=True, most=400)


class Results(_Heard):
    """``projects.results_published.v1``."""

    batch_id = Identifier(required=True)
    title = Text(required=True, most=400)
    projects = WholeNumber(required=True)
    awarded = WholeNumber(required=True)
    providers = _ids()
    unions = fields.List(Text(most=120), load_default=list)
