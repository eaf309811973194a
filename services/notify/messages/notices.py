"""Who is told what when something has happened elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.clock import rfc3339
from services.notify.messages.classes import MessageClass

DEFAULT_LANGUAGE = "zh-CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to tell one recipient, by one or more channels."""

    recipient: str
    template: str
    message_class: MessageClass
    channels: tuple[str, ...]
    variables: Mapping[str, str]
    expires_at: datetime | None = None
    language: str = DEFAULT_LANGUAGE


def login_code(heard: Mapping[str, Any]) -> Notice:
    """The code goes to the phone and nowhere else, sealed until it leaves."""
    return Notice(
        recipient=heard["member_id"],
        template="login_code",
        message_class=MessageClass.LOGIN_CODE,
        channels=("sms",),
        variables={"code": heard["sealed_code"], "expires_at": rfc3339(heard["expires_at"])},
        expires_at=heard["expires_at"],
    )


def ticket_claimed(heard: Mapping[str, Any]) -> Notice:
    """A ticket is confirmed in the inbox and on the phone."""
    return Notice(
        recipient=heard["member_id"],
        template="ticket_claimed",
        message_class=MessageClass.TICKET,
        channels=("inbox", "sms"),
        variables={
            "title": heard["title"],
            "short_code": heard["short_code"],
            "claimed_at": rfc3339(heard["claimed_at"]),
        },
    )


def ticket_reminder(heard: Mapping[str, Any]) -> Notice:
    """A member is reminded of tomorrow's event; once it has begun nobody needs that."""
    return Notice(
        recipient=heard["member_id"],
        template="ticket_reminder" if heard["venue"] else "ticket_reminder_no_venue",
        message_class=MessageClass.REMINDER,
        channels=("inbox", "sms"),
        variables={
            "title": heard["title"],
            **({"venue": heard["venue"]} if heard["venue"] else {}),
            "short_code": heard["short_code"],
            "starts_at": rfc3339(heard["event_starts_at"]),
        },
        expires_at=heard["event_starts_at"],
    )


def class_place_given(heard: Mapping[str, Any]) -> Notice:
    """A family has its places in child-care classes."""
    return _of_class("class_place_given", heard, first_day=heard["first_day"].isoformat())


def class_place_offered(heard: Mapping[str, Any]) -> Notice:
    """Places are offered until a moment, after which telling of them would only hurt."""
    ends = heard["offer_ends_at"]
    return _of_class("class_place_offered", heard, expires_at=ends, offer_ends_at=rfc3339(ends))


def class_waitlisted(heard: Mapping[str, Any]) -> Notice:
    """A family waits for places."""
    return _of_class("class_waitlisted", heard, position=str(heard["position"]))


def class_place_withdrawn(heard: Mapping[str, Any]) -> Notice | None:
    """An application has ended; who ended it by themselves knows that."""
    template = _ENDED.get(heard["reason"])
    return _of_class(template, heard) if template else None


_ENDED = {"lapsed": "class_offer_lapsed", "cancelled": "class_cancelled"}


def _of_class(
    template: str,
    heard: Mapping[str, Any],
    *,
    expires_at: datetime | None = None,
    **variables: str,
) -> Notice:
    return Notice(
        recipient=heard["member_id"],
        template=template,
        message_class=MessageClass.TICKET,
        channels=("inbox", "sms"),
        variables={"title": heard["title"], **variables},
        expires_at=expires_at,
    )


def offer_made(heard: Mapping[str, Any]) -> Notice:
    """Somebody's turn has come; after the offer's end the message would only disappoint."""
    return _about_places(
        "offer_made",
        heard,
        variables={
            "title": heard["title"],
            "code": heard["release_code"],
            "offer_until": rfc3339(heard["offer_until"]),
        },
        expires_at=heard["offer_until"],
    )


def offer_expired(heard: Mapping[str, Any]) -> Notice:
    """An offer has gone on to the next."""
    return _about_places("offer_expired", heard, variables={"title": heard["title"]})


def ticket_returned(heard: Mapping[str, Any]) -> Notice:
    """A return is confirmed."""
    return _about_places("ticket_returned", heard, variables={"title": heard["title"]})


def ticket_cancelled(heard: Mapping[str, Any]) -> Notice:
    """A release was called off, and the member's ticket with it."""
    return _about_places("ticket_cancelled", heard, variables={"title": heard["title"]})


def cool_down_began(heard: Mapping[str, Any]) -> Notice:
    """Until when the member gets no places, and after what."""
    variables = {"no_shows": str(heard["no_shows"]), "until": rfc3339(heard["until"])}
    return _about_places("cool_down_began", heard, variables=variables)


def cool_down_lifted(heard: Mapping[str, Any]) -> Notice:
    """The member may claim again."""
    return _about_places("cool_down_lifted", heard, variables={})


def _about_places(
    template: str,
    heard: Mapping[str, Any],
    *,
    variables: Mapping[str, str],
    expires_at: datetime | None = None,
) -> Notice:
    return Notice(
        recipient=heard["member_id"],
        template=template,
        message_class=MessageClass.TICKET,
        channels=("inbox", "sms"),
        variables=variables,
        expires_at=expires_at,
    )
