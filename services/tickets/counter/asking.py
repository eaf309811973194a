"""What the counter asks the members service; never inside a unit of work."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Protocol

from chassis.context import SYSTEM, CallContext
from services.tickets.errors import CardNotFound


class MembersService(Protocol):
    """The members service, as ``chassis.remote.Remote`` gives it."""

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Ask it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose card it is."""

    member_id: str
    union: str
    birth_year: int
    audiences: tuple[str, ...]
    name_masked: str


def holder_of(members: MembersService, card_no: str, *, context: CallContext) -> Holder:
    """The member to whom a card was given. Raises ``CardNotFound`` and ``Unavailable``."""
    system = dataclasses.replace(context, caller=SYSTEM, idempotency_key="")
    answer = members.call("members_of_cards", context=system, card_nos=[card_no])
    for item in answer["items"]:
        return Holder(
            member_id=item["member_id"],
            union=item["union"],
            birth_year=item["birth_year"],
            audiences=tuple(item["audiences"]),
            name_masked=item["name_masked"],
        )
    raise CardNotFound("there is no such card")
