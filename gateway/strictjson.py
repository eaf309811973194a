"""JSON as RFC 8259 has it and as every service understands it in the same way (RFC 7493)."""

from __future__ import annotations

import json
import math
from typing import Any

DEEPEST = 16


class NotStrictJson(ValueError):
    """The text is not JSON, or JSON that two readers could read in two ways."""


def parse(raw: bytes) -> Any:
    """Read a document.

    Raises ``NotStrictJson`` for what is broken, for names that come twice, for numbers that no
    double holds, for halves of surrogate pairs and NUL characters, and for nesting deeper than
    ``DEEPEST``.
    """
    try:
        document = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
        )
    except NotStrictJson:
        raise
    except UnicodeDecodeError as error:
        raise NotStrictJson("the body is not UTF-8") from error
    except RecursionError as error:
        raise NotStrictJson(f"nested deeper than {DEEPEST} levels") from error
    except ValueError as error:
        raise NotStrictJson(str(error)) from error
    _check(document)
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotStrictJson("a name comes twice in one object")
    return found


def _constant(name: str) -> Any:
    raise NotStrictJson(f"{name} is no JSON number")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotStrictJson(f"the number {text[:20]} is out of range")
    return number


def _check(document: Any) -> None:
    waiting = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, dict | list):
            if depth > DEEPEST:
                raise NotStrictJson(f"nested deeper than {DEEPEST} levels")
            if isinstance(value, dict):
                for name in value:
                    _check_text(name)
                value = list(value.values())
            waiting.extend((each, depth + 1) for each in value)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise NotStrictJson("a text holds a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotStrictJson("a text holds half a surrogate pair") from error
