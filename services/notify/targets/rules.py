"""Which office hears what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

CITY = ""  # the federation's own office, as a path of the union tree
CHANNELS = ("email", "wecom", "dingtalk", "feishu", "apprise", "sms")
MOST = 20  # targets of one office
PAUSE = timedelta(minutes=10)  # between two reports of messages that died
SETTLED = timedelta(minutes=1)  # by then a transaction that has begun is seen


class Topic(StrEnum):
    """What an office can be told about."""

    RELEASES = "releases"  # called off or sold out in its district; the city hears of all
    PURCHASES = "purchases"  # what the federation's office, or a holder, must know of purchases
    MESSAGES = "messages"  # messages that died, as a count; nobody knows their districts


def may_hear(district: str, topic: Topic) -> bool:
    """Whether an office is ever told of a topic."""
    return topic is Topic.RELEASES or district == CITY


def may_ring(channel: str, topic: Topic) -> bool:
    """Whether a topic is ever told by a channel: an SMS only rings about purchases."""
    return channel != "sms" or topic is Topic.PURCHASES


def is_personal(owner: str) -> bool:
    """Whether addresses are an organisation's or a person's own, and no office's."""
    return owner.startswith("~")


def offices_of(districts: Iterable[str]) -> set[str]:
    """The offices that are concerned by something in some districts."""
    return {CITY, *districts}
