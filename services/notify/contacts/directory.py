"""Asking the members service where members can be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from chassis.context import CallContext
from chassis.log import get_logger

_AT_ONCE = 500  # as many as a call may ask for
_log = get_logger(__name__)


class ContactsAway(Exception):
    """The members service did not answer, or not with contacts."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a member can be reached now."""

    phone: str = field(repr=False)
    name: str = field(repr=False)


class Members(Protocol):
    """What is used of ``chassis.remote.RemoteService``."""

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Call a method of the members service."""


class Directory:
    """Contacts by member; a remote call, so never inside a unit of work."""

    def __init__(self, members: Members, context: CallContext) -> None:
        self._members = members
        self._context = context

    def contacts_of(self, member_ids: Iterable[str]) -> dict[str, Contact]:
        """The contacts of those members who have one. Raises ``ContactsAway``."""
        wanted = sorted(set(member_ids))
        found: dict[str, Contact] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            found |= self._ask(wanted[start : start + _AT_ONCE])
        return found

    def _ask(self, member_ids: list[str]) -> dict[str, Contact]:
        try:
            answer = self._members.call("contacts_of", context=self._context, member_ids=member_ids)
            return {
                item["member_id"]: Contact(phone=item["phone"], name=item["name"])
                for item in answer["items"]
                if item["phone"]
            }
        except Exception as error:
            # Nothing has left yet: whatever went wrong is a reason to wait, not a doubt.
            _log.warning("contacts away", error=repr(error)[:200])
            raise ContactsAway from error
