"""What a member's or a number's wish forbids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.notify.messages.classes import POLICIES, MessageClass, Topic
from services.notify.messages.rules import Withheld

_NOT_A_DIGIT = re.compile(r"[^0-9]+")
_COUNTRY = re.compile(r"(?:0086|86)(?=1[0-9]{10}\Z)")


class Wish(StrEnum):
    """What a number wants from now on."""

    OUT = "out"
    IN = "in"


def canonical(number: str) -> str:
    """One form for one number: digits only, without China's prefix."""
    digits = _NOT_A_DIGIT.sub("", unicodedata.normalize("NFKC", number))
    return _COUNTRY.sub("", digits)


@dataclass(frozen=True, slots=True)
class Consent:
    """The wishes of the recipients of one batch, by member."""

    opted_out: frozenset[str]
    """Members whose number wants nothing."""
    unwanted: frozenset[tuple[str, Topic]]
    digests: frozenset[str] = frozenset()
    """Members who want bulk messages as one SMS a day."""

    def against(self, recipient: str, message_class: MessageClass) -> Withheld | None:
        """Why a message must not go to the phone. A login code was asked for, so it may."""
        topic = POLICIES[message_class].topic
        if topic is None:
            return None
        if recipient in self.opted_out:
            return Withheld.OPTED_OUT
        if (recipient, topic) in self.unwanted:
            return Withheld.NOT_WANTED
        waits = message_class is MessageClass.BULK and recipient in self.digests
        return Withheld.FOR_DIGEST if waits else None


def all_topics(chosen: Mapping[Topic, tuple[bool, bool]]) -> list[dict[str, object]]:
    """Every topic with its choice; what was never chosen is wanted, and at once."""
    found = {topic: chosen.get(topic, (True, False)) for topic in Topic}
    return [
        {"topic": topic.value, "sms": sms, "digest": digest}
        for topic, (sms, digest) in found.items()
    ]
