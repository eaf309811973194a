"""Shapes of documents."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, Shape, Text

_MOST_BASE64 = 5_400_000


class UploadDocument(Shape):
    """A file in base64: PDF, PNG, JPEG, DOCX or XLSX, 4 MB at most."""

    name = Text(most=120, required=True)
    data = fields.String(required=True, validate=validate.Length(min=1, max=_MOST_BASE64))


class UploadForTender(UploadDocument):
    """A file for an application."""

    tender_id = Identifier(required=True)


class DocumentRef(Shape):
    """Which document."""

    document_id = Identifier(required=True)


class Document(Shape):
    """A file that was taken; ``name`` is empty while it is sealed, ``sha256`` is of the file."""

    id = Identifier(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    uploaded_at = Moment(required=True)
