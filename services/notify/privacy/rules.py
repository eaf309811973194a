"""What notify holds about a member."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """The kinds of data that notify holds about a member, in the order of the document."""

    MESSAGES = "messages"
    ATTEMPTS = "attempts"
    RECEIPTS = "receipts"
    RESENDS = "resends"
    INBOX = "inbox"
    PREFERENCES = "preferences"
    REMINDERS = "reminders"
    SMS = "sms"
    MATTERS = "matters"
    CALLS = "calls"
    CALL_NOTES = "call_notes"
    ERASURES = "erasures"
    BROADCAST_LINES = "broadcast_lines"
