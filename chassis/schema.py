"""Shapes: strict marshmallow schemas and the fields that all services share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from chassis.clock import rfc3339
from chassis.errors import FieldError, InvalidInput


class Shape(ma.Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = ma.RAISE


class Text(fields.String):
    """A line of text: trimmed, not empty unless allowed, no control characters."""

    def __init__(self, *, least: int = 1, most: int = 200, lines: bool = False, **kwargs: Any):
        super().__init__(validate=validate.Length(min=least, max=most), **kwargs)
        self.lines = lines
        self._forbidden = re.compile(
            r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
            if lines
            else r"[\x00-\x1f\x7f\ud800-\udfff]"
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if self._forbidden.search(text):
            raise ma.ValidationError("Control characters are not allowed.")
        return text.strip()


class Identifier(fields.String):
    """A UUID in its canonical text form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Regexp(
                r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z",
                error="Not a UUID in lower case.",
            ),
            **kwargs,
        )


class Path(fields.String):
    """A path of codes in the union tree: ``chaoyang/jianwai/u0001``; empty for the federation."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(
            validate=[
                validate.Length(min=least, max=120),
                validate.Regexp(r"\A([a-z0-9-]+(/[a-z0-9-]+)*)?\Z", error="Not a path of codes."),
            ],
            **kwargs,
        )


class Moment(fields.Field[datetime]):
    """A time in RFC 3339 with a zone; always written in UTC."""

    def _serialize(self, value: datetime | None, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else rfc3339(value)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError
            return moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError) as error:
            raise ma.ValidationError("Not an RFC 3339 time with a zone.") from error


class WholeNumber(fields.Integer):
    """A JSON integer between two bounds; no ``"5"``, no ``5.0``, no ``true``."""

    def __init__(self, *, least: int = 0, most: int = 2**31 - 1, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(min=least, max=most), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool | str | float):
            raise ma.ValidationError("Not a whole number.")
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Boolean):
    """JSON's ``true`` or ``false``; no ``"yes"``, no ``1``."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ma.ValidationError("Not true or false.")
        return value


class PageRequest(Shape):
    """The part of a list request that asks for one page of it."""

    limit = WholeNumber(least=1, most=200, load_default=50)
    cursor = fields.String(load_default="", validate=validate.Length(max=400))


class Empty(Shape):
    """Nothing."""


def page_of(item: type[ma.Schema]) -> type[ma.Schema]:
    """The schema of one page of items."""
    name = f"{item.__name__}Page"
    return type(
        name,
        (Shape,),
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next_cursor": fields.String(allow_none=True, required=True),
            "__doc__": f"One page of {item.__name__}.",
        },
    )


@cache
def _instance(schema: type[ma.Schema]) -> ma.Schema:
    return schema()


def load(schema: type[ma.Schema], payload: dict[str, Any]) -> dict[str, Any]:
    """Check a payload. Raises ``InvalidInput`` that names each wrong field."""
    try:
        data: dict[str, Any] = _instance(schema).load(payload)
    except ma.ValidationError as error:
        found = tuple(_field_errors("", error.messages))
        raise InvalidInput("some fields are not right", errors=found) from error
    return data


def dump(schema: type[ma.Schema], value: Any) -> Any:
    """Shape an answer."""
    return _instance(schema).dump(value)


def _field_errors(prefix: str, messages: Any) -> list[FieldError]:
    if isinstance(messages, dict):
        found = []
        for key, value in messages.items():
            name = "" if key == "_schema" else str(key)
            path = f"{prefix}.{name}" if prefix and name else prefix or name
            found.extend(_field_errors(path, value))
        return found
    return [FieldError(prefix, str(message)) for message in messages]
