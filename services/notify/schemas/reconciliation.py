"""The public RPC contract of reconciliation and the call list."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, PageRequest, Shape, Text, WholeNumber, page_of

REASONS = ("not_made", "no_number", "not_wanted", "opted_out", "not_sent", "unconfirmed")
OUTCOMES = ("reached", "no_answer", "wrong_number", "not_needed")


class ReconciliationDay(Shape):
    """Which day, in Shanghai."""

    day = fields.Date(required=True)


class KindCounts(Shape):
    """The matters of one kind and where they stand; ``total`` is the sum of the others."""

    kind = fields.String(required=True)
    total = fields.Integer(required=True)
    open = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    ended = fields.Integer(required=True)
    listed = fields.Integer(required=True)


class Reconciliation(Shape):
    """What happened on a day and how many of it were heard of; ``to_call`` are all open calls."""

    day = fields.Date(required=True)
    items = fields.List(fields.Nested(KindCounts), required=True)
    to_call = fields.Integer(required=True)


class ListCalls(PageRequest):
    """Which calls: those to make unless ``closed`` are asked for, of all reasons unless one is."""

    state = fields.String(load_default="open", validate=validate.OneOf(["open", "closed"]))
    reason = fields.String(load_default="", validate=validate.OneOf(["", *REASONS]))


class CallEntryRef(Shape):
    """Which entry."""

    entry_id = Identifier(required=True)


class CallEntry(Shape):
    """Somebody to phone, what about and why; without name and number. ``outcome`` is that of the
    last try, or what ended the entry by itself; then ``closed_by`` is empty."""

    id = Identifier(required=True)
    kind = fields.String(required=True)
    subject_id = Identifier(required=True)
    member_id = Identifier(required=True)
    title = fields.String(required=True)
    reason = fields.String(required=True)
    happened_at = Moment(required=True)
    ends_at = Moment(allow_none=True, required=True)
    listed_at = Moment(required=True)
    tries = fields.Integer(required=True)
    outcome = fields.String(required=True)
    closed_at = Moment(allow_none=True, required=True)
    closed_by = fields.String(required=True)


CallListPage = page_of(CallEntry)


class CallNote(Shape):
    """What somebody did about an entry: an outcome, ``number_shown`` or ``exported``."""

    at = Moment(required=True)
    what = fields.String(required=True)
    by = fields.String(required=True)
    note = fields.String(required=True)


class CallStory(Shape):
    """An entry and what people did about it, in order."""

    entry = fields.Nested(CallEntry, required=True)
    notes = fields.List(fields.Nested(CallNote), required=True)


class TickOffCall(CallEntryRef):
    """What came of a call."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    note = Text(least=0, most=200, load_default="")


class CallNumber(Shape):
    """Whom to ask for at which number; empty where the member has none."""

    name = fields.String(required=True)
    number = fields.String(required=True)


class ExportCallList(Shape):
    """How many of the open calls, oldest first, for what reason."""

    limit = WholeNumber(least=1, most=500, load_default=500)
    reason = fields.String(load_default="", validate=validate.OneOf(["", *REASONS]))


class CallFile(Shape):
    """An Excel workbook, in base64."""

    filename = fields.String(required=True)
    data = fields.String(required=True)
