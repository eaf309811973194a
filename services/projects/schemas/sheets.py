"""Shapes of paper sheets."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, PageRequest, Shape, Text, WholeNumber, page_of
from services.projects.schemas.surveys import FilledForm
from services.projects.sheets.rules import STATES

_CARD = validate.Regexp(r"\A[0-9]{16}\Z", error="Sixteen digits.")
_NUMBER = validate.Regexp(r"\A[A-Za-z0-9-]{1,20}\Z", error="Letters, digits and hyphens, up to 20.")


class SheetForm(FilledForm):
    """What a paper sheet says."""

    card_no = fields.String(required=True, validate=_CARD)


class EnterSheet(SheetForm):
    """One entry of a numbered sheet of a survey."""

    survey_id = Identifier(required=True)
    sheet_no = fields.String(required=True, validate=_NUMBER)


class SheetRef(Shape):
    """Which sheet."""

    sheet_id = Identifier(required=True)


class SettleSheet(SheetForm):
    """What a sheet really says whose entries differ, and what the difference came from."""

    sheet_id = Identifier(required=True)
    reason = Text(most=500, required=True)


class ListSheets(PageRequest):
    """Which sheets of a survey, and which page of them."""

    survey_id = Identifier(required=True)
    state = fields.String(load_default="", validate=validate.OneOf(["", *sorted(STATES.states)]))


class UploadSheets(Shape):
    """A filled-in Excel table of sheets, in base64."""

    survey_id = Identifier(required=True)
    data = fields.String(required=True, validate=validate.Length(min=1, max=1_400_000))


class UploadedSheets(Shape):
    """How many sheets were entered, and how many of them differ from their first entry."""

    entered = WholeNumber(required=True)
    differing = WholeNumber(required=True)


class Sheet(Shape):
    """A sheet and the state it is in, without what it says."""

    id = Identifier(required=True)
    survey_id = Identifier(required=True)
    sheet_no = fields.String(required=True)
    state = fields.String(required=True)
    differences = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)


SheetPage = page_of(Sheet)


class SheetEntries(Shape):
    """A sheet to be settled, with its two entries."""

    sheet = fields.Nested(Sheet, required=True)
    entries = fields.List(fields.Nested(SheetForm), required=True)


class File(Shape):
    """A file in base64."""

    filename = fields.String(required=True)
    data = fields.String(required=True)
