"""The yardstick: a loop that inserts the same rows and calls the same sink, and nothing else.

Nothing is claimed, asked or written twice: a message and its attempt go in as they end. What a
kill would leave behind, nobody would know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg2
from psycopg2.extras import execute_values

from benchmarks.notify.sink import TEXT, Sink, member, phone
from chassis.ids import uuid7
from services.notify.channels.port import Outgoing

_COMMIT = 500  # recipients a transaction, as many as ours
_MESSAGE = (
    "INSERT INTO messages (id, event_id, recipient, template, template_version, channel,"
    " message_class, lane, language, variables, state, reason, attempts, refusals, unanswered,"
    " due_at, expires_at, created_at, changed_at) VALUES "
)
_MESSAGE_ROW = (
    "(%s, %s, %s, 'staff.benchmark', 1, 'sms', 'bulk', 'bulk', 'zh-CN', %s, 'sent', '', 1, 0, 0,"
    " NULL, now() + interval '3 days', now(), now())"
)
_ATTEMPT = (
    "INSERT INTO attempts (message_id, number, provider, masked_number, started_at, lease_until,"
    " ended_at, outcome, detail, parts) VALUES "
)
_ATTEMPT_ROW = "(%s, 1, 'sink', %s, now(), now(), now(), 'accepted', '', 1)"
_VALUES = json.dumps({"title": "春季健步走", "day": "2026-05-09"}, ensure_ascii=False)


def run(url: str, count: int, *, sink: Sink, batched: bool = False) -> Iterator[None]:
    """Tell so many: row by row, or (``batched``) with one statement for the rows of a
    transaction, which is a step."""
    event_id = uuid7()
    connection = psycopg2.connect(url)
    cursor = connection.cursor()
    yield
    messages: list[tuple[Any, ...]] = []
    attempts: list[tuple[Any, ...]] = []
    for number in range(count):
        member_id, message_id = member(number), uuid7()
        to = phone(member_id)
        message = (message_id, event_id, member_id, _VALUES)
        attempt = (message_id, f"{to[:3]}****{to[-4:]}")
        if batched:
            messages.append(message)
            attempts.append(attempt)
        else:
            cursor.execute(_MESSAGE + _MESSAGE_ROW, message)
            cursor.execute(_ATTEMPT + _ATTEMPT_ROW, attempt)
        sink.send([Outgoing(reference=message_id, to=to, text=TEXT)])
        if (number + 1) % _COMMIT == 0 or number + 1 == count:
            if batched:
                execute_values(cursor, _MESSAGE + "%s", messages, _MESSAGE_ROW, _COMMIT)
                execute_values(cursor, _ATTEMPT + "%s", attempts, _ATTEMPT_ROW, _COMMIT)
                messages, attempts = [], []
            connection.commit()
            yield
    connection.close()
