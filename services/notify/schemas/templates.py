"""Templates that staff write."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import (
    Moment,
    PageRequest,
    Shape,
    Text,
    WholeNumber,
    page_of,
)


def _word() -> fields.String:
    return Text(most=40)


def variable_values() -> dict[str, Any]:
    """What a field for the values of a template's variables takes."""
    return {"keys": _word(), "values": Text(least=0, most=400), "validate": validate.Length(max=20)}


class TemplateVariable(Shape):
    """A variable: its type and, for a text, the characters that it may have."""

    name = Text(required=True, most=30)
    kind = fields.String(
        required=True, validate=validate.OneOf(["text", "number", "day", "moment", "clock"])
    )
    most = WholeNumber(least=1, most=100, load_default=20)


class TemplateDraft(Shape):
    """What somebody wrote: ``contents`` by channel, field and language."""

    name = Text(required=True, most=60)
    variables = fields.List(
        fields.Nested(TemplateVariable), load_default=list, validate=validate.Length(max=20)
    )
    contents = fields.Dict(
        required=True,
        keys=_word(),
        values=fields.Dict(
            keys=_word(),
            values=fields.Dict(keys=_word(), values=Text(least=0, most=5000, lines=True)),
        ),
    )


class TemplateFault(Shape):
    """What is wrong with one field; ``code`` is stable, ``about`` what it speaks of."""

    field = fields.String(required=True)
    message = fields.String(required=True)
    code = fields.String(required=True)
    about = fields.String(required=True)


class TemplateCost(Shape):
    """What one SMS takes at most; ``price`` in fen."""

    language = fields.String(required=True)
    units = fields.Integer(required=True)
    parts = fields.Integer(required=True)
    price = fields.Integer(required=True)


class TemplateCheck(Shape):
    """All faults of a draft, and its cost."""

    faults = fields.List(fields.Nested(TemplateFault), required=True)
    costs = fields.List(fields.Nested(TemplateCost), required=True)


class WrittenTemplate(Shape):
    """One version of a template that staff wrote."""

    name = fields.String(required=True)
    version = fields.Integer(required=True)
    variables = fields.List(fields.Nested(TemplateVariable), required=True)
    contents = fields.Dict(required=True)
    costs = fields.List(fields.Nested(TemplateCost), required=True)
    written_by = fields.String(required=True)
    written_at = Moment(required=True)


WrittenTemplatePage = page_of(WrittenTemplate)


class ListTemplates(PageRequest):
    """Which page of the newest versions, or of all versions of one name."""

    name = Text(least=0, most=60, load_default="")


class PreviewTemplate(Shape):
    """A version, and values for its variables."""

    name = Text(required=True, most=60)
    version = WholeNumber(required=True, least=1)
    values = fields.Dict(load_default=dict, **variable_values())


class PreviewText(Shape):
    """One text as members read it."""

    channel = fields.String(required=True)
    language = fields.String(required=True)
    field = fields.String(required=True)
    text = fields.String(required=True)


class TemplatePreview(Shape):
    """Every text of a template."""

    texts = fields.List(fields.Nested(PreviewText), required=True)
