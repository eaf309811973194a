"""Marshmallow's fields in the words of JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields
from marshmallow.validate import Length

from chassis.schema import Moment, Text


class Shapes:
    """Describes what comes in as strictly as it is checked, and what goes out as open to growth."""

    def __init__(self, plugin: MarshmallowPlugin) -> None:
        """``plugin`` belongs to a specification already."""
        self._convert: Any = plugin.converter
        self._convert.field_mapping[Moment] = ("string", "date-time")
        self._convert.field_mapping[Text] = ("string", None)
        self._convert.add_attribute_function(_pattern)

    def answer(self, schema: type[Schema]) -> Any:
        """A reference to the schema of an answer."""
        return self._convert.resolve_nested_schema(schema)

    def parameter(self, field: fields.Field[Any]) -> dict[str, Any]:
        """A parameter, which is there or not; it cannot be null."""
        described = self._convert.field2property(field)
        kept = {name: value for name, value in described.items() if value is not None}
        if isinstance(kept.get("type"), list):
            kept["type"] = next(kind for kind in kept["type"] if kind != "null")
        if "enum" in kept:
            kept["enum"] = [value for value in kept["enum"] if value is not None]
        return kept

    def request(self, declared: Mapping[str, fields.Field[Any]]) -> dict[str, Any]:
        """An object of a request: closed, and written out where it stands, because the same
        schema in an answer is open."""
        return {
            "type": "object",
            "properties": {name: self._taken(field) for name, field in declared.items()},
            "required": [name for name, field in declared.items() if field.required],
            "additionalProperties": False,
        }

    def _taken(self, field: fields.Field[Any]) -> dict[str, Any]:
        if isinstance(field, fields.Nested):
            return self.request(field.schema.fields)
        if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
            bounds = self._convert.field2length(field)
            return {"type": "array", "items": self._taken(field.inner), **bounds}
        described: dict[str, Any] = self._convert.field2property(field)
        return described


def _pattern(_converter: Any, field: fields.Field[Any], **_kwargs: Any) -> dict[str, Any]:
    """Python's regular expressions in the words of ECMA-262."""
    if isinstance(field, Text):
        return {"pattern": _text_pattern(field)}
    for validator in field.validators:
        pattern = getattr(getattr(validator, "regex", None), "pattern", "")
        if pattern:
            return {"pattern": pattern.replace(r"\A", "^").replace(r"\Z", "$")}
    return {}


def _text_pattern(field: Text) -> str:
    forbidden = r"\u0000-\u001f\u007f"
    if field.lines:
        forbidden = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f"
    least = next((v.min for v in field.validators if isinstance(v, Length)), 0)
    # Blanks at the ends do not count, so one character must be none.
    needed = rf"[^\s{forbidden}][^{forbidden}]*" if least else ""
    return f"^[^{forbidden}]*{needed}$"
