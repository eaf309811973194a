"""Shapes of importing members from a file."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, PageRequest, Shape, Text, WholeNumber, page_of

PIECE = 512 * 1024  # bytes of a file that travel in one call
LARGEST = 256 * 1024 * 1024  # bytes of a file
_PIECES = LARGEST // 1024


class BeginImport(Shape):
    """A file that is about to be sent, in pieces.

    ``size`` is what it has or, where the sender does not know yet, the most it may have.
    """

    filename = Text(required=True, most=200)
    format = fields.String(required=True, validate=validate.OneOf(["csv", "xlsx"]))
    size = WholeNumber(required=True, least=1, most=LARGEST)
    skip_bad_lines = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class AppendImport(Shape):
    """One piece of the file in base64; pieces are counted from 0."""

    import_id = Identifier(required=True)
    index = WholeNumber(required=True, least=0, most=_PIECES)
    data = fields.String(required=True, validate=validate.Length(min=4, max=4 * (PIECE // 3 + 1)))


class ImportRef(Shape):
    """Which import."""

    import_id = Identifier(required=True)


class FinishImport(ImportRef):
    """A file that was sent whole, and how many bytes that were if not those announced."""

    size = WholeNumber(load_default=None, allow_none=True, least=1, most=LARGEST)


class Import(Shape):
    """How far an import is.

    ``state``: receiving, queued, reading, done, refused (lines are wrong and nothing was taken
    over), failed (the file cannot be read) or abandoned (it never arrived whole). ``rows_total``
    is known once the whole file has been read.
    """

    id = Identifier(required=True)
    filename = fields.String(required=True)
    format = fields.String(required=True)
    size = fields.Integer(required=True)
    received = fields.Integer(required=True)
    skip_bad_lines = fields.Boolean(required=True)
    state = fields.String(required=True)
    rows_total = fields.Integer(required=True, allow_none=True)
    rows_read = fields.Integer(required=True)
    rows_ok = fields.Integer(required=True)
    rows_failed = fields.Integer(required=True)
    error_count = fields.Integer(required=True)
    created_at = Moment(required=True)
    finished_at = Moment(required=True, allow_none=True)


class ImportErrors(PageRequest):
    """The errors of which import, and which page of them."""

    import_id = Identifier(required=True)


class LineError(Shape):
    """What is wrong where. ``column`` is empty when the whole line, or file, is meant."""

    line = fields.Integer(required=True)
    column = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)


ImportErrorPage = page_of(LineError)
