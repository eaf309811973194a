"""What a claim may say beside who asks for what: with whom, and whether to wait.

By hand, and nothing of it for the claim without a body, which is the rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from chassis.errors import FieldError, InvalidInput
from gateway.bodies import read_json

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOST_COMPANIONS = 5
_WISHES = ("place", "waiting")
_NOTHING: Mapping[str, Any] = {}


async def read_wishes(scope: Scope, headers: Headers, receive: Receive) -> Mapping[str, Any]:
    """The fields of the body that say something. Raises ``InvalidInput`` that names each wrong
    one."""
    if scope["query_string"]:
        raise InvalidInput.of("", "A claim takes no parameters.")
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return _NOTHING
    body = await read_json(headers, receive)
    if not isinstance(body, dict):
        raise InvalidInput.of("", "The body must be a JSON object.")
    found = ((name, _wrong(name, value)) for name, value in body.items())
    if wrong := tuple(FieldError(name, message) for name, message in found if message):
        raise InvalidInput("some fields are not right", errors=wrong)
    # What says no more than a claim without a body is one.
    return {name: value for name, value in body.items() if value and value != _WISHES[0]}


def _wrong(name: str, value: Any) -> str:
    if name == "companions":
        return _wrong_companions(value)
    if name == "wish":
        return "" if value in _WISHES else f"Must be one of: {', '.join(_WISHES)}."
    return "Unknown field."


def _wrong_companions(value: Any) -> str:
    if not isinstance(value, list) or len(value) > _MOST_COMPANIONS:
        return f"Not a list of at most {_MOST_COMPANIONS} ids."
    if not all(isinstance(one, str) and _UUID.fullmatch(one) for one in value):
        return "Holds what is no UUID in lower case."
    return "Names somebody twice." if len(set(value)) != len(value) else ""
