"""What both contenders share: whom they tell, what it says, and where it goes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from chassis.context import CallContext
from services.notify.channels.port import ACCEPTED, Outcome, Outgoing

TEXT = "【市总工会】春季健步走将于5月9日举行，欢迎参加。退订回T"


def member(number: int) -> str:
    """The id of a member, in the order of their numbers."""
    return f"0196b7a1-0000-7000-8000-{number:012x}"


def phone(member_id: str) -> str:
    """Everybody has one of their own."""
    return f"138{int(member_id[-12:], 16):08d}"


class Sink:
    """A provider in this process that takes everything and adds up what it got."""

    provider = "sink"
    idempotent = False
    receipts = False

    def __init__(self) -> None:
        self.taken = 0
        self.sum = 0

    def longest(self, _count: int) -> float:
        """No time worth naming."""
        return 1.0

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """Take all."""
        for message in batch:
            self.taken += 1
            self.sum ^= zlib.crc32(f"{message.to} {message.text}".encode())
        return [ACCEPTED] * len(batch)


class Members:
    """The members service's part of the contract, for so many members."""

    def __init__(self, count: int) -> None:
        self._count = count

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Two of its methods."""
        assert context.caller.kind == "system"
        if method == "contacts_of":
            return {
                "items": [
                    {"member_id": each, "phone": phone(each), "name": "会员"}
                    for each in payload["member_ids"]
                ]
            }
        after = payload.get("after")
        first = int(after[-12:], 16) + 1 if after else 0
        last = min(first + payload["limit"], self._count)
        return {
            "member_ids": [member(number) for number in range(first, last)],
            "more": last < self._count,
            "total": None,
        }
