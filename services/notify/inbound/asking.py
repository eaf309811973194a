"""What the handler asks other services; never inside a unit of work."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chassis.context import ANONYMOUS, CallContext, Caller
from chassis.log import get_logger
from chassis.remote import RemoteFailure
from services.notify.inbound.deciding import Holder

_SHOWN = 10
_ALL = 200
_log = get_logger(__name__)


class Away(Exception):
    """A service did not answer, or not with what was asked for."""


class Remote(Protocol):
    """What is used of ``chassis.remote.RemoteService``."""

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Call a method of the other service."""


class Asking:
    """Questions about members and tickets. All of them raise ``Away``."""

    def __init__(self, *, members: Remote, tickets: Remote, context: CallContext) -> None:
        self._members = members
        self._tickets = tickets
        self._context = context

    def until(self, moment: datetime) -> Asking:
        """The same questions, none of which takes longer than until a moment."""
        context = dataclasses.replace(self._context, deadline=moment.timestamp())
        return Asking(members=self._members, tickets=self._tickets, context=context)

    def holders(self, numbers: Iterable[str]) -> dict[str, list[Holder]]:
        """The members whom each number reaches."""
        wanted = sorted(set(numbers))
        found: dict[str, list[Holder]] = {number: [] for number in wanted}
        answer = self._ask(self._members, "members_by_phone", self._context, phones=wanted)
        for item in answer["items"]:
            found[item["phone"]].append(
                Holder(
                    member_id=item["member_id"],
                    union=item["union"],
                    card_no=item["card_no"],
                    card_state=item["card_state"],
                    birth_year=item.get("birth_year"),
                    audiences=tuple(item.get("audiences", ())),
                )
            )
        return found

    def release(self, code: str) -> Mapping[str, Any] | None:
        """The release with this code, as anybody may see it."""
        nobody = dataclasses.replace(self._context, caller=ANONYMOUS)
        found: Mapping[str, Any] | None = self._ask(
            self._tickets, "find_release_by_code", nobody, none_if="ReleaseNotFound", code=code
        )
        return found

    def claim(self, claims: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The outcome of each claim, decided together with those that come by the web."""
        answer = self._ask(self._tickets, "claim_batch", self._context, claims=list(claims))
        outcomes: list[Mapping[str, Any]] = answer["outcomes"]
        return outcomes

    def tickets_of(self, holder: Holder) -> Sequence[Mapping[str, Any]]:
        """A member's newest tickets."""
        return self._listed("list_my_tickets", holder)

    def all_tickets_of(self, holder: Holder) -> Sequence[Mapping[str, Any]]:
        """As many of a member's tickets as one page holds."""
        return self._listed("list_my_tickets", holder, limit=_ALL)

    def waiting_of(self, holder: Holder) -> Sequence[Mapping[str, Any]]:
        """As many of a member's places on waiting lists as one page holds."""
        return self._listed("list_my_waiting", holder, limit=_ALL)

    def join(self, holder: Holder, *, release_id: str, key: str) -> Mapping[str, Any]:
        """Ask for a place on a waiting list: a claim that would rather wait than have nothing."""
        (outcome,) = self.claim(
            [claim_of(holder, release_id=release_id, key=key) | {"wish": "waiting"}]
        )
        if "error" in outcome:
            _log.warning("not decided", error=outcome["error"])
            raise Away
        return outcome

    def act(
        self, method: str, holder: Holder, *, key: str, refusals: Container[str], **which: Any
    ) -> str:
        """Do something for a member; the name of the refusal, if it is one of those expected."""
        try:
            self._tickets.call(method, context=self._of(holder, key=key), **which)
        except Exception as error:
            if isinstance(error, RemoteFailure) and error.facts["error"] in refusals:
                return str(error.facts["error"])
            raise _away(method, error) from error
        return ""

    def releases_for(self, holder: Holder) -> Sequence[Mapping[str, Any]]:
        """The releases that are open to a member's district now."""
        return self._listed("list_releases", holder, state="open")

    def _of(self, holder: Holder, *, key: str = "") -> CallContext:
        caller = Caller(
            kind="member",
            id=holder.member_id,
            union=holder.union,
            birth_year=holder.birth_year,
            audiences=holder.audiences,
        )
        return dataclasses.replace(self._context, caller=caller, idempotency_key=key)

    def _listed(
        self, method: str, holder: Holder, *, limit: int = _SHOWN, **which: Any
    ) -> Sequence[Mapping[str, Any]]:
        answer = self._ask(self._tickets, method, self._of(holder), limit=limit, **which)
        items: Sequence[Mapping[str, Any]] = answer["items"]
        return items

    def _ask(
        self,
        service: Remote,
        method: str,
        context: CallContext,
        *,
        none_if: str = "",
        **payload: Any,
    ) -> Any:
        try:
            return service.call(method, context=context, **payload)
        except Exception as error:
            if isinstance(error, RemoteFailure) and none_if == error.facts["error"]:
                return None
            raise _away(method, error) from error


def claim_of(holder: Holder, *, release_id: str, key: str) -> dict[str, Any]:
    """A member's claim as ``Asking.claim`` takes it.

    It says that it came by SMS, for whom places may be reserved; so no claim or place on a
    waiting list goes by a door that members open themselves.
    """
    return {
        "key": key,
        "release_id": release_id,
        "member_id": holder.member_id,
        "union": holder.union,
        "birth_year": holder.birth_year,
        "audiences": list(holder.audiences),
        "channel": "sms",
    }


def _away(method: str, error: Exception) -> Away:
    """All questions may be asked again, and what changes something has its key: wait."""
    _log.warning("away", method=method, error=repr(error)[:200])
    return Away()
