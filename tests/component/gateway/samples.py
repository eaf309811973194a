"""A value that a schema would answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from chassis.schema import Identifier, Moment

_TEXTS = ("text", "chaoyang", "1000000000000009", "A-0001", "22:00", "")
A_UUID = "0196b7a1-0000-7000-8000-000000000001"


def sample_of(schema: type[Schema]) -> dict[str, Any]:
    """Every field filled, lists with one item, no further page."""
    return {field.data_key or name: _value(name, field) for name, field in schema().fields.items()}


def _value(name: str, field: fields.Field[Any]) -> Any:
    if name in {"next_cursor", "next_piece"}:
        return None
    if isinstance(field, Identifier):
        return A_UUID
    if isinstance(field, Moment):
        return datetime(2026, 4, 25, 2, tzinfo=UTC).isoformat()
    if isinstance(field, fields.Date):
        return "2026-07-18"
    if isinstance(field, fields.List):
        return [_value("", field.inner)]
    if isinstance(field, fields.Nested):
        return sample_of(type(field.schema))
    if isinstance(field, fields.Enum):
        return next(iter(field.enum)).value
    if isinstance(field, fields.Integer):
        return 1
    if isinstance(field, fields.Float):
        return 0.5
    if isinstance(field, fields.Mapping):
        return _mapping(field)
    if isinstance(field, fields.Boolean):
        return True
    for validator in field.validators:
        if isinstance(validator, validate.OneOf):
            return next(iter(validator.choices))
        if isinstance(validator, validate.Regexp):
            return next(text for text in _TEXTS if validator.regex.match(text))
    return "<svg/>" if name == "svg" else "text"


def _mapping(field: fields.Mapping) -> dict[str, Any]:
    """One entry with a key and a value that the field takes."""
    key = _value("", field.key_field) if field.key_field else "text"
    return {key: _value("", field.value_field) if field.value_field else "text"}
