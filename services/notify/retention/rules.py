"""How long each kind of data is kept, and why. What is older is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.notify.messages.classes import MessageClass

_YEAR = timedelta(days=365)


class Kept(StrEnum):
    """Kinds of data beside messages."""

    INBOX = "inbox_entries"
    SMS = "inbound_sms"
    NUMBERS = "sms_numbers"
    MATTERS = "matters"
    REMINDERS = "opening_reminders"
    OPENINGS = "openings"
    PURCHASE_REMINDERS = "purchase_reminders"
    PURCHASE_DEADLINES = "purchase_deadlines"
    DEMO_PHONE = "demo_phone_messages"


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept after it was made or last touched, and why so long."""

    kept: timedelta
    reason: str


# A message goes with its attempts, its receipts and the notes of who sent it again.
MESSAGES: dict[MessageClass, Period] = {
    MessageClass.LOGIN_CODE: Period(
        timedelta(days=7), "A code is void after minutes; a week answers who did not get theirs."
    ),
    MessageClass.REPLY: Period(timedelta(days=90), "As long as the SMS that it answers."),
    MessageClass.TICKET: Period(
        3 * _YEAR, "Proof of who was told of a place, as long as claims about it can be raised."
    ),
    MessageClass.REMINDER: Period(timedelta(days=90), "Of no use once the event is over."),
    MessageClass.BULK: Period(timedelta(days=180), "Complaints about news come within months."),
    MessageClass.DIGEST: Period(timedelta(days=180), "As the news that it gathers."),
    MessageClass.PURCHASE: Period(
        10 * _YEAR, "Proof of who was told of an award, until the purchase's own files may go."
    ),
    MessageClass.OFFICE: Period(_YEAR, "An office's own year."),
}
OTHERS: dict[Kept, Period] = {
    Kept.INBOX: Period(3 * _YEAR, "Members find what they were told, as long as the proof of it."),
    Kept.SMS: Period(
        timedelta(days=90), "Disputes about a command come within weeks; then number and text go."
    ),
    Kept.NUMBERS: Period(
        timedelta(days=90), "Remembers what a number was asked and told; never outlives its SMS."
    ),
    Kept.MATTERS: Period(
        3 * _YEAR, "Which ticket was heard of, who phoned and what came of it: as its messages."
    ),
    Kept.REMINDERS: Period(timedelta(days=90), "As long as the messages that they became."),
    Kept.OPENINGS: Period(timedelta(days=90), "An opening that is over reminds nobody."),
    Kept.PURCHASE_REMINDERS: Period(_YEAR, "Longer than any deadline of a purchase lies ahead."),
    Kept.PURCHASE_DEADLINES: Period(2 * _YEAR, "Longer than the purchase that it is of."),
    Kept.DEMO_PHONE: Period(timedelta(days=7), "A demonstration's phone shows the day's SMS."),
}
# Kept without a period: suppressions (a number that wants nothing must be known as long as it
# does, by its keyed hash only), preferences (as long as the member has them), addresses of offices
# (until an officer removes them), erasures (that and when one was done).


def before(period: Period, *, now: datetime) -> datetime:
    """What is older than this goes."""
    return now - period.kept
