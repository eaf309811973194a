"""Shapes of applications and of the seals of calls. Money is in fen."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, PageRequest, Shape, Text, WholeNumber, page_of
from services.projects.documents.rules import MOST_OF_ONE
from services.projects.schemas.documents import Document
from services.projects.schemas.tenders import MOST_LOTS
from services.projects.seals.rules import OFFICES

_MOST_FEN = 10**13


class SealHalfSecret(Shape):
    """An office's passphrase for its half of the key of a batch's call."""

    batch_id = Identifier(required=True)
    office = fields.String(required=True, validate=validate.OneOf(list(OFFICES)))
    passphrase = fields.String(required=True, validate=validate.Length(min=16, max=200))


class SealHalf(Shape):
    """One office's half of the key of a call."""

    office = fields.String(required=True)
    public_key = fields.String(required=True)
    set_by = fields.String(required=True)
    set_at = Moment(required=True)
    released_at = Moment(required=True, allow_none=True)


class Seal(Shape):
    """The halves that are set."""

    items = fields.List(fields.Nested(SealHalf), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class TenderIntake(Shape):
    """Of one tender the applications in each state, and the tries that came too late."""

    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    late = fields.Integer(required=True)


class Intake(Shape):
    """What came in for a batch, by tender; it is whole."""

    items = fields.List(fields.Nested(TenderIntake), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class TeamMember(Shape):
    """Who will do the work."""

    name = Text(most=60, required=True)
    role = Text(most=60, required=True)
    qualification = Text(least=0, most=300, load_default="")


class BudgetItem(Shape):
    """What a part costs; where the tender has lots, ``lot`` says which one it belongs to."""

    item = Text(most=120, required=True)
    amount = WholeNumber(least=1, most=_MOST_FEN, required=True)
    lot = fields.String(validate=validate.Length(min=1, max=20))


class RequirementAnswer(Shape):
    """The answer to a line of what the tender requires; lines count from 1."""

    line = WholeNumber(least=1, most=500, required=True)
    answer = Text(most=5000, lines=True, required=True)


class _Written(Shape):
    plan = Text(most=50_000, lines=True, required=True)
    team = fields.List(
        fields.Nested(TeamMember), required=True, validate=validate.Length(min=1, max=100)
    )
    budget = fields.List(
        fields.Nested(BudgetItem), required=True, validate=validate.Length(min=1, max=200)
    )
    answers = fields.List(
        fields.Nested(RequirementAnswer), required=True, validate=validate.Length(max=500)
    )


def _document_ids() -> Any:
    return fields.List(Identifier(), load_default=list, validate=validate.Length(max=MOST_OF_ONE))


class HandInApplication(_Written):
    """An application, whole; documents are sent beforehand.

    ``lots`` names those that it is for, where the tender has lots. The lines of the requirements
    count through the tender's own and then each lot's; those of other lots are not answered.
    """

    tender_id = Identifier(required=True)
    lots = fields.List(
        fields.String(validate=validate.Length(min=1, max=20)),
        load_default=list,
        validate=validate.Length(max=MOST_LOTS),
    )
    document_ids = _document_ids()


class ApplicationReceipt(Shape):
    """What proves what was handed in: the hash is over canonical JSON of ``application``,
    ``version``, ``salt`` and ``content``."""

    application_id = Identifier(required=True)
    version = fields.Integer(required=True)
    receipt_sha256 = fields.String(required=True)
    salt = fields.String(required=True)
    handed_in_at = Moment(required=True)


class ApplicationRef(Shape):
    """Which application."""

    application_id = Identifier(required=True)


class ApplicationState(Shape):
    """An application and the state that it is in."""

    id = Identifier(required=True)
    state = fields.String(required=True)


class ListApplications(PageRequest):
    """Whose applications, and which page of them."""

    tender_id = Identifier(required=True)


class AskCorrection(ApplicationRef):
    """What is to be completed, and until when."""

    text = Text(most=2000, lines=True, required=True)
    until = Moment(required=True)


class HandInCorrection(ApplicationRef):
    """What was asked for."""

    text = Text(most=20_000, lines=True, required=True)
    document_ids = _document_ids()


class DisqualifyApplication(ApplicationRef):
    """Which application is excluded, and why."""

    reason = Text(most=1000, lines=True, required=True)


class SealedDocument(Shape):
    """A document as the sealed text named it."""

    id = Identifier(required=True)
    sha256 = fields.String(required=True)


class ApplicationContent(_Written):
    """What an application says, in the very form that its receipt is the hash of.

    ``lots`` is the price of each lot that it is for; not there where the tender has none.
    """

    price = fields.Integer(required=True)
    documents = fields.List(fields.Nested(SealedDocument), required=True)
    lots = fields.Dict(keys=fields.String(), values=fields.Integer())


class Application(Shape):
    """An application; ``content`` and ``price`` are null until it is opened."""

    id = Identifier(required=True)
    tender_id = Identifier(required=True)
    tender_code = fields.String(required=True)
    provider_id = Identifier(required=True)
    provider_name = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    receipt_sha256 = fields.String(required=True)
    handed_in_at = Moment(required=True)
    opened_at = Moment(required=True, allow_none=True)
    price = fields.Integer(required=True, allow_none=True)
    content = fields.Nested(ApplicationContent, required=True, allow_none=True)
    documents = fields.List(fields.Nested(Document), required=True)
    checks = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    correction_asked = fields.String(required=True)
    correction_until = Moment(required=True, allow_none=True)
    correction = fields.String(required=True)
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)


ApplicationPage = page_of(Application)


class ApplicationDeskRequest(PageRequest):
    """Which page of the desk, or which tender of it."""

    tender_id = Identifier(load_default=None, allow_none=True)


class PresentationTime(Shape):
    """When and where an application is presented to the panel."""

    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = fields.String(required=True)


class OwnApplication(Shape):
    """How far an application is. ``objections_until`` is set while the award is noticed, ``won``
    once it is confirmed."""

    id = Identifier(required=True)
    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    batch_code = fields.String(required=True)
    tender_state = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    receipt_sha256 = fields.String(required=True)
    handed_in_at = Moment(required=True)
    call_closes_at = Moment(required=True)
    amended_at = Moment(required=True, allow_none=True)
    correction_until = Moment(required=True, allow_none=True)
    presentation = fields.Nested(PresentationTime, required=True, allow_none=True)
    objections_until = Moment(required=True, allow_none=True)
    won = fields.Boolean(required=True, allow_none=True)


ApplicationDesk = page_of(OwnApplication)
