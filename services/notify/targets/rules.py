"""Which office hears what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

CITY = ""  # the federation's own office, as a path of the union tree
CHANNELS = ("email", "wecom", "dingtalk", "feishu", "apprise")
MOST = 20  # targets of one office
PAUSE = timedelta(minutes=10)  # between two reports of messages that died
SETTLED = timedelta(minutes=1)  # by then a transaction that has begun is seen


class Topic(StrEnum):
    """What an office can be told about."""

    RELEASES = "releases"  # called off or sold out in its district; the city hears of all
    MESSAGES = "messages"  # messages that died, as a count; nobody knows their districts


def may_hear(district: str, topic: Topic) -> bool:
    """Whether an office is ever told of a topic."""
    return topic is not Topic.MESSAGES or district == CITY


def offices_of(districts: Iterable[str]) -> set[str]:
    """The offices that are concerned by something in some districts."""
    return {CITY, *districts}
