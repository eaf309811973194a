"""Where recipients come from: other services in pages, or the lines of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chassis.context import CallContext
from chassis.work import Store
from services.notify.broadcasts import store as broadcasts
from services.notify.broadcasts.rules import PAGE, Page, Recipient


class Service(Protocol):
    """What is used of ``chassis.remote.RemoteService``."""

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Call a method of another service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiences:
    """Asks for recipients; remote calls, so never inside a unit of work."""

    store: Store
    members: Service
    tickets: Service
    context: CallContext

    def page(self, broadcast_id: str, audience: Mapping[str, Any], *, after: str | None) -> Page:
        """The recipients after a place. Raises what the other service's answer raises."""
        if audience["kind"] == "csv":
            with self.store.reading() as reading:
                return broadcasts.good_lines(
                    reading.session, broadcast_id, after=int(after or 0), limit=PAGE
                )
        answer = self._ask(audience, after=after, limit=PAGE)
        found = [Recipient(member, member, {}) for member in answer["member_ids"]]
        return Page(found, found[-1].place if answer["more"] else None)

    def total(self, audience: Mapping[str, Any]) -> int:
        """How many there are now."""
        return int(self._ask(audience, limit=1, count=True)["total"])

    def _ask(self, audience: Mapping[str, Any], **page: Any) -> Any:
        if audience["kind"] == "holders":
            return self.tickets.call(
                "holders_of_release",
                context=self.context,
                release_id=audience["release_id"],
                **page,
            )
        return self.members.call(
            "members_of_segment",
            context=self.context,
            unions=audience["unions"],
            audiences=audience["groups"],
            **page,
        )

    def members_of_cards(self, cards: list[str]) -> dict[str, tuple[str, str]]:
        """The member and union of each card that somebody has."""
        answer = self.members.call("members_of_cards", context=self.context, card_nos=cards)
        return {each["card_no"]: (each["member_id"], each["union"]) for each in answer["items"]}
