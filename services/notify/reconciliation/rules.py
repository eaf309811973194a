"""What a member must hear of, when it is looked at, and what the look finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.notify.messages.rules import State, Withheld

_ZONE = ZoneInfo("Asia/Shanghai")
_MORNING = time(8, 0)  # quiet hours are over, and the office begins
PATIENCE = timedelta(hours=10)
"""How long a message may take before its matter is looked at: a morning's comes to the next
morning's look, and so does an evening's, whose SMS waits for the end of the quiet hours."""
AGAIN = timedelta(hours=1)
"""Between two looks at a matter that is on the call list."""
LISTED_FOR = timedelta(days=30)
"""After which nobody phones about it any more."""


class Kind(StrEnum):
    """What it is that a member must hear of."""

    TICKET = "ticket"
    OFFER = "offer"
    CLASS_PLACE = "class_place"
    CLASS_OFFER = "class_offer"
    AWARD = "award"  # the letter to the organisation that won


# A member who has this has answered that: the offer needs no telling any more.
ANSWERED_BY = {Kind.OFFER: Kind.TICKET, Kind.CLASS_OFFER: Kind.CLASS_PLACE}


class Standing(StrEnum):
    """Where a matter stands. Each one stands at exactly one, so a day's add up."""

    OPEN = "open"  # not looked at yet
    REACHED = "reached"  # a message was delivered or read
    TAKEN = "taken"  # the member has acted on it
    ENDED = "ended"  # it is gone: given back, called off, expired
    LISTED = "listed"  # it is, or was, on the call list


class Reason(StrEnum):
    """Why somebody has to phone."""

    NOT_MADE = "not_made"  # there is no message by phone at all
    NO_NUMBER = "no_number"
    NOT_WANTED = "not_wanted"  # the member wants no such SMS, and has not read the inbox
    OPTED_OUT = "opted_out"
    NOT_SENT = "not_sent"  # refused too often, rejected, too late
    UNCONFIRMED = "unconfirmed"  # taken by a provider, or under way: nobody says it arrived


class Outcome(StrEnum):
    """What came of a call, as the caller ticks it."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    NOT_NEEDED = "not_needed"


LEAVES_OPEN = frozenset({Outcome.NO_ANSWER})
LAPSED = "lapsed"

_WITHHELD = {
    Withheld.NO_NUMBER: Reason.NO_NUMBER,
    Withheld.NOT_WANTED: Reason.NOT_WANTED,
    Withheld.OPTED_OUT: Reason.OPTED_OUT,
}
_NOT_SENT = frozenset({State.DEAD, State.FAILED, State.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message about a matter."""

    channel: str
    state: State
    reason: str = ""
    read: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look found."""

    standing: Standing
    reason: Reason | None = None


def first_look(*, now: datetime, ends_at: datetime | None) -> datetime:
    """When a matter that was heard of now is looked at: at eight in Shanghai after ``PATIENCE``,
    but what ends before is looked at when half of its time is over, so that a call still helps."""
    patient = (now + PATIENCE).astimezone(_ZONE)
    morning = datetime.combine(patient.date(), _MORNING, tzinfo=_ZONE)
    if morning < patient:
        morning += timedelta(days=1)
    morning = morning.astimezone(now.tzinfo)
    if ends_at is None:
        return morning
    return min(morning, now + max(ends_at - now, timedelta()) / 2)


def find(messages: Iterable[Told], *, ended: bool, answered: bool) -> Finding:
    """What is true of a matter now. Only a receipt or a reader shows that it was heard: that a
    message lies in an inbox, or with a provider, does not."""
    told = list(messages)
    if any(_heard(each) for each in told):
        return Finding(Standing.REACHED)
    if answered:
        return Finding(Standing.TAKEN)
    if ended:
        return Finding(Standing.ENDED)
    phone = [each for each in told if each.channel != "inbox"]
    return Finding(Standing.LISTED, _why(phone[0]) if phone else Reason.NOT_MADE)


def _heard(told: Told) -> bool:
    if told.channel == "inbox":
        return told.read
    return told.state is State.DELIVERED


def _why(told: Told) -> Reason:
    if told.state is State.SUPPRESSED:
        withheld = next((each for each in _WITHHELD if each == told.reason), None)
        return _WITHHELD[withheld] if withheld else Reason.NOT_SENT
    return Reason.NOT_SENT if told.state in _NOT_SENT else Reason.UNCONFIRMED


def day_of(day: date) -> tuple[datetime, datetime]:
    """Beginning and end of a day in Shanghai."""
    begins = datetime.combine(day, time(), tzinfo=_ZONE)
    return begins, begins + timedelta(days=1)
