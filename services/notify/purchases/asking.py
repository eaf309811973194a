"""For whom the caller reads notices: the projects service knows who acts for an organisation."""

from __future__ import annotations

from typing import Any, Protocol

from chassis.context import CallContext
from chassis.errors import Forbidden, Unauthenticated, Unavailable
from chassis.log import get_logger
from chassis.remote import RemoteFailure
from services.notify.purchases import rules

_log = get_logger(__name__)


class Projects(Protocol):
    """What is used of ``chassis.remote.RemoteService``."""

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Call a method of the projects service."""


def holder_of(projects: Projects, context: CallContext) -> str:
    """The id under which the caller is told: a provider account's organisation, or the account
    itself where it acts for none or is staff's.

    Raises ``Unauthenticated``, ``Forbidden`` and ``Unavailable``.
    """
    caller = context.caller
    if caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    if caller.kind not in ("staff", "provider"):
        raise Forbidden("members have their own inbox")
    if caller.kind == "staff":
        return caller.id
    try:
        answer = projects.call("get_my_provider", context=context)
    except Exception as error:
        if isinstance(error, RemoteFailure) and error.facts["error"] == "NotRegistered":
            return caller.id
        _log.warning("projects away", error=repr(error)[:200])
        raise Unavailable("the projects service did not say for whom you act") from error
    return str(answer["provider"]["id"])


def inboxes_of(projects: Projects, context: CallContext) -> list[str]:
    """All inboxes that the caller reads. Raises as ``holder_of`` does."""
    return [holder_of(projects, context), *rules.inboxes_of(context.caller.roles)]
