"""Shapes of panels and declarations."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, Moment, Shape, Text
from services.projects.batches.rules import ROLES
from services.projects.schemas.lots import Lot
from services.projects.schemas.tenders import TenderRef

_MOST_PEOPLE = 200


class Person(Shape):
    """Somebody named for a panel, by account; names of employer and union serve hints."""

    account_id = Text(most=64, required=True)
    name = Text(most=60, required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    employer = Text(least=0, most=120, load_default="")
    union = Text(least=0, most=120, load_default="")


class _Candidates(Shape):
    candidates = fields.List(
        fields.Nested(Person), required=True, validate=validate.Length(min=1, max=_MOST_PEOPLE)
    )
    source = Text(most=200, required=True)
    due_at = Moment(required=True)


class FormPanel(_Candidates):
    """Who judges some tenders of a batch (all without ``tender_ids``), and who may follow by a lot
    whose value ``source`` publishes at ``due_at``."""

    batch_id = Identifier(required=True)
    tender_ids = fields.List(
        Identifier(), load_default=list, validate=validate.Length(max=_MOST_PEOPLE)
    )
    members = fields.List(
        fields.Nested(Person), required=True, validate=validate.Length(min=5, max=_MOST_PEOPLE)
    )


class PanelRef(Shape):
    """Which panel."""

    panel_id = Identifier(required=True)


class NameCandidates(_Candidates):
    """More candidates for a panel, with a lot of their own."""

    panel_id = Identifier(required=True)


class PanelPerson(Person):
    """Somebody of a panel; ``member`` is false for candidates."""

    member = fields.Boolean(required=True)


class Seat(Shape):
    """Somebody's part in judging one tender."""

    tender_id = Identifier(required=True)
    account_id = fields.String(required=True)
    role = fields.String(required=True)
    state = fields.String(required=True)
    called_at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)
    hints = fields.Dict(keys=Identifier(), values=fields.List(fields.String()), required=True)


class Seats(Shape):
    """All seats of a tender, also those that were left."""

    items = fields.List(fields.Nested(Seat), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class Panel(Shape):
    """A panel: its people, the lots of its alternates, and its seats in each tender."""

    id = Identifier(required=True)
    batch_id = Identifier(required=True)
    seats = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    created_at = Moment(required=True)
    people = fields.List(fields.Nested(PanelPerson), required=True)
    lots = fields.List(fields.Nested(Lot), required=True)
    sittings = fields.List(fields.Nested(Seat), required=True)
    tender_ids = fields.List(Identifier(), required=True)


class Panels(Shape):
    """The panels of a batch; there are few, so the page is whole."""

    items = fields.List(fields.Nested(Panel), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class Declare(TenderRef):
    """Whether one has a conflict of interest in a tender; which one, if so."""

    conflict = Flag(required=True)
    reason = Text(least=0, most=500, load_default="")


class Applicant(Shape):
    """Who applied, and what it has in common with the reviewer."""

    name = fields.String(required=True)
    hints = fields.List(fields.String(), required=True)


class Declaration(Shape):
    """What a reviewer sees before the files: who applied, and the state of the own seat."""

    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    applicants = fields.List(fields.Nested(Applicant), required=True)


class RecuseReviewer(TenderRef):
    """Who is taken off a tender, and why."""

    reviewer_id = Text(most=64, required=True)
    reason = Text(most=500, required=True)
