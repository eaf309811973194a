"""From a request's path, query and body to the payload of a call, and its check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from marshmallow import fields

from chassis.errors import FieldError, InvalidInput
from chassis.schema import load
from gateway.problems import bad_request
from gateway.route import Route

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_MOST_PARAMETERS = 50


class Binding:
    """How the fields of one route's request come together."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self.path_fields = {
            name: route.id_field if name == "id" else name
            for name in re.findall(r"{(\w+)}", route.path)
        }
        declared: dict[str, fields.Field[Any]] = {
            field.data_key or name: field for name, field in route.request().fields.items()
        }
        for field in self.path_fields.values():
            del declared[field]
        has_body = route.method in {"POST", "PUT", "PATCH"}
        in_query = route.query if has_body else tuple(declared)
        self.query_fields = {name: declared[name] for name in in_query}
        self.body_fields = {name: declared[name] for name in declared if name not in in_query}
        self.takes_body = has_body

    def payload(
        self, *, path: Mapping[str, str], query: Mapping[str, list[str]], body: Any
    ) -> dict[str, Any]:
        """The payload, checked against the schema. Raises ``InvalidInput``."""
        found = self._of_body(body) if self.takes_body else {}
        found |= self.of_query(query)
        for name, field in self.path_fields.items():
            found[field] = path[name]
        self._check(found)
        return found

    def of_query(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        """The fields that the query gives, not yet checked. Raises ``InvalidInput``."""
        found = {}
        for name, values in query.items():
            if name not in self.query_fields:
                raise InvalidInput.of(name, "Unknown parameter.")
            found[name] = _converted(name, self.query_fields[name], values)
        return found

    def _of_body(self, body: Any) -> dict[str, Any]:
        if not isinstance(body, dict):
            raise InvalidInput.of("", "The body must be a JSON object.")
        for name in body:
            if name not in self.body_fields:
                raise InvalidInput.of(name, "Unknown field.")
        return dict(body)

    def _check(self, payload: dict[str, Any]) -> None:
        try:
            load(self._route.request, payload)
        except InvalidInput as error:
            raise InvalidInput(error.message, errors=self.named(error.errors)) from error

    def named(self, errors: tuple[FieldError, ...]) -> tuple[FieldError, ...]:
        """Field errors with the names that the client used: ``id`` for the field in the path."""
        names = {field: name for name, field in self.path_fields.items()}
        return tuple(FieldError(names.get(e.field, e.field), e.message) for e in errors)


def parse_query(raw: bytes, *, lossy: bool = False) -> dict[str, list[str]]:
    """The parameters of a query string, each with all its values.

    Raises ``Problem`` (400) for too many parameters, for what is no UTF-8 and for NUL characters;
    with ``lossy`` U+FFFD stands for the last two.
    """
    decode = _decoded_lossily if lossy else _decoded
    found: dict[str, list[str]] = {}
    parts = [part for part in raw.split(b"&") if part]
    if len(parts) > _MOST_PARAMETERS:
        raise bad_request("malformed_query", f"At most {_MOST_PARAMETERS} parameters.")
    for part in parts:
        name, _, value = part.partition(b"=")
        found.setdefault(decode(name), []).append(decode(value))
    return found


def _decoded_lossily(raw: bytes) -> str:
    text = unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8", errors="replace")
    return text.replace("\0", "\ufffd")


def _decoded(raw: bytes) -> str:
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad_request("malformed_query", "The query is not UTF-8.") from error
    if "\0" in text:
        raise bad_request("malformed_query", "The query holds a NUL character.")
    return text


def _converted(name: str, field: fields.Field[Any], values: list[str]) -> Any:
    if isinstance(field, fields.List):
        return [_converted(name, field.inner, [value]) for value in values]
    if len(values) > 1:
        raise InvalidInput.of(name, "Given more than once.")
    value = values[0]
    if isinstance(field, fields.Integer) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(field, fields.Boolean) and value in {"true", "false"}:
        return value == "true"
    return value
