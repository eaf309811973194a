"""Paging by cursor: the place after the last row seen, as opaque text."""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from chassis.clock import parse_rfc3339, rfc3339
from chassis.errors import InvalidInput
from chassis.tables import UtcDateTime


def encode(values: Sequence[Any]) -> str:
    """Pack the sort key of a row: texts, whole numbers and moments."""
    plain = [rfc3339(value) if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode(cursor: str, *, length: int) -> list[Any]:
    """Unpack a sort key. Raises ``InvalidInput``."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, UnicodeDecodeError) as error:
        raise InvalidInput.of("cursor", "not a cursor of this list") from error
    if (
        not isinstance(values, list)
        or len(values) != length
        or not all(isinstance(v, str | int) for v in values)
    ):
        raise InvalidInput.of("cursor", "not a cursor of this list")
    return values


def after(columns: Sequence[Any], values: Sequence[Any], *, descending: bool) -> Any:
    """The condition for rows after a sort key, by row comparison.

    Each value takes its column's type: an id compared as text would not be one to PostgreSQL,
    and would sort elsewhere in SQLite. Raises ``InvalidInput`` for a value that cannot.
    """
    typed = (
        sa.literal(_of_type(column.type, value), column.type)
        for column, value in zip(columns, values, strict=True)
    )
    left, right = sa.tuple_(*columns), sa.tuple_(*typed)
    return left < right if descending else left > right


def _of_type(column_type: Any, value: Any) -> Any:
    try:
        if isinstance(column_type, UtcDateTime):
            return parse_rfc3339(value)
        if isinstance(column_type, sa.Uuid):
            return str(uuid.UUID(value))
        if type(value) is not column_type.python_type or not _storable(value):
            raise ValueError(value)
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InvalidInput.of("cursor", "not a cursor of this list") from error
    return value


def _storable(value: Any) -> bool:
    return "\0" not in value if isinstance(value, str) else -(2**63) <= value < 2**63


def page(rows: Sequence[Any], *, limit: int, key: Callable[[Any], Sequence[Any]]) -> dict[str, Any]:
    """Cut ``limit`` + 1 rows to a page, with the cursor of the next one if there is one."""
    items = list(rows[:limit])
    more = len(rows) > limit
    return {"items": items, "next_cursor": encode(key(items[-1])) if more else None}
