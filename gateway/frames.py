"""Events as what a page reads of them: frames of server-sent events (HTML standard, 9.2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.answers import encode

MESSAGES = "notify.message_created.v1"
RELEASES = tuple(
    f"tickets.{fact}.v1"
    for fact in (
        "release_scheduled",
        "release_opened",
        "release_closed",
        "release_cancelled",
        "release_sold_out",
        "stock_changed",
    )
)
TYPES = (MESSAGES, *RELEASES)
COMMENT = b": still here\n\n"


def retry(milliseconds: int) -> bytes:
    """How long a client shall wait before it comes back."""
    return b"retry: %d\n\n" % milliseconds


def message(envelope: Mapping[str, Any]) -> bytes:
    """A new message in an inbox. Raises ``KeyError`` for an event without what a page needs."""
    data = envelope["data"]
    return _frame(
        "message",
        envelope["id"],
        {
            "id": data["message_id"],
            "title": data["title"],
            "body": data["body"],
            "created_at": data["created_at"],
            "read": False,
        },
    )


def release(envelope: Mapping[str, Any]) -> bytes:
    """A release as it is now. Raises as ``message`` does."""
    data = envelope["data"]
    return _frame(
        "release",
        envelope["id"],
        {
            "id": data["release_id"],
            "code": data["code"],
            "state": data["state"],
            "remaining": data["remaining"],
            "stock": data["stock"],
        },
    )


def claim(key: str, outcome: Mapping[str, Any]) -> bytes:
    """How a claim ended, with the key that it was sent with."""
    return _frame("claim", outcome["claim_id"], {**outcome, "key": key})


def _frame(event: str, event_id: str, data: Mapping[str, Any]) -> bytes:
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (event_id.encode(), event.encode(), encode(data))
