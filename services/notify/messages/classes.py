"""Classes of messages: how long each kind is worth sending, and what doubt about it allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Lane(StrEnum):
    """Messages that wait for each other. A login code never queues behind tickets, and
    a ticket never behind what goes to everybody."""

    URGENT = "urgent"
    REGULAR = "regular"
    BULK = "bulk"


class Topic(StrEnum):
    """What members can choose to be told on the phone, or not."""

    TICKETS = "tickets"
    REMINDERS = "reminders"
    NEWS = "news"


class MessageClass(StrEnum):
    """What a message is for."""

    LOGIN_CODE = "login_code"
    REPLY = "reply"
    TICKET = "ticket"
    REMINDER = "reminder"
    BULK = "bulk"
    DIGEST = "digest"
    OFFICE = "office"
    PURCHASE = "purchase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How one class is sent."""

    lane: Lane
    topic: Topic | None
    """What a member can choose not to get; without one it was asked for: it comes at any hour,
    and to numbers that have opted out."""
    lifetime: timedelta
    """After which it is not sent any more, when the event sets no earlier end."""
    refusals: int
    """Attempts that may be refused; the last of them makes the message dead."""
    resends: int
    """Times it is sent again although it may have arrived."""
    doubt: timedelta
    """How long a receipt may take to settle an attempt that nobody knows the end of."""
    first_pause: timedelta
    longest_pause: timedelta
    least: timedelta = timedelta(0)
    """With less than this left of its time it does not go out: a gateway holds messages for whole
    minutes, and this class must not go out late."""


POLICIES = {
    MessageClass.LOGIN_CODE: Policy(
        lane=Lane.URGENT,
        topic=None,
        lifetime=timedelta(minutes=5),
        refusals=20,
        resends=3,
        doubt=timedelta(seconds=10),
        first_pause=timedelta(seconds=1),
        longest_pause=timedelta(seconds=20),
        least=timedelta(minutes=1),
    ),
    # The answer to an SMS: its sender is awake and waits for it.
    MessageClass.REPLY: Policy(
        lane=Lane.REGULAR,
        topic=None,
        lifetime=timedelta(minutes=10),
        refusals=20,
        resends=1,
        doubt=timedelta(minutes=1),
        first_pause=timedelta(seconds=1),
        longest_pause=timedelta(seconds=30),
    ),
    MessageClass.TICKET: Policy(
        lane=Lane.REGULAR,
        topic=Topic.TICKETS,
        lifetime=timedelta(days=3),
        refusals=48,
        resends=1,
        doubt=timedelta(minutes=2),
        first_pause=timedelta(seconds=2),
        longest_pause=timedelta(minutes=5),
    ),
    MessageClass.REMINDER: Policy(
        lane=Lane.REGULAR,
        topic=Topic.REMINDERS,
        lifetime=timedelta(days=1),
        refusals=48,
        resends=1,
        doubt=timedelta(minutes=2),
        first_pause=timedelta(seconds=2),
        longest_pause=timedelta(minutes=5),
    ),
    MessageClass.BULK: Policy(
        lane=Lane.BULK,
        topic=Topic.NEWS,
        lifetime=timedelta(days=3),
        refusals=48,
        resends=0,
        doubt=timedelta(minutes=2),
        first_pause=timedelta(seconds=30),
        longest_pause=timedelta(minutes=15),
    ),
    # What a day's bulk messages were about, for those who want them as one.
    MessageClass.DIGEST: Policy(
        lane=Lane.BULK,
        topic=Topic.NEWS,
        lifetime=timedelta(days=1),
        refusals=48,
        resends=0,
        doubt=timedelta(minutes=2),
        first_pause=timedelta(seconds=30),
        longest_pause=timedelta(minutes=15),
    ),
    # What organisations, reviewers and unions must know of a purchase. By SMS it is no news, but it
    # waits for the morning, and a number may opt out of it.
    MessageClass.PURCHASE: Policy(
        lane=Lane.REGULAR,
        topic=Topic.REMINDERS,
        lifetime=timedelta(days=3),
        refusals=48,
        resends=1,
        doubt=timedelta(minutes=2),
        first_pause=timedelta(seconds=2),
        longest_pause=timedelta(minutes=5),
    ),
    # To a mailbox or a robot of an office, which chose it: at any hour.
    MessageClass.OFFICE: Policy(
        lane=Lane.REGULAR,
        topic=None,
        lifetime=timedelta(days=1),
        refusals=20,
        resends=1,
        doubt=timedelta(minutes=2),
        first_pause=timedelta(seconds=30),
        longest_pause=timedelta(minutes=15),
    ),
}
