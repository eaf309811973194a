"""What a member asks for, what an officer decides, and how far an erasure is."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.members.errors import ErasureNotFound, SessionEnded
from services.members.privacy import rules, store
from services.members.privacy.rules import State
from services.members.privacy.tables import Erasure


def ask_for_erasure(work: Work, *, reason: str) -> Erasure:
    """A member asks to be erased; an officer decides. Asking again changes nothing.

    Raises ``SessionEnded`` for who is erased already, ``Unauthenticated`` and ``Forbidden``.
    """
    member_id = work.caller.require_member()
    # Locked, so that two requests at the same moment are one after the other.
    member = store.member(work.session, member_id, lock=True)
    if member is None or member.erased_at is not None:
        raise SessionEnded("log in again")
    erasure = store.open_erasure(work.session, member_id)
    if erasure is None:
        erasure = Erasure(
            id=uuid7(),
            member_id=member_id,
            state=State.ASKED.value,
            asked_by=member_id,
            asked_at=work.now,
            asked_because=reason,
            parts=[],
        )
        work.session.add(erasure)
        work.session.flush()
    return erasure


def withdraw_erasure(work: Work) -> Erasure:
    """A member takes the request back while nobody has decided it. Raises ``ErasureNotFound``,
    ``ErasureDecided``, ``Unauthenticated`` and ``Forbidden``."""
    erasure = store.newest(work.session, work.caller.require_member())
    if erasure is None:
        raise ErasureNotFound("you have not asked to be erased")
    erasure = _locked(work, erasure.id)
    rules.require_asked(State(erasure.state))
    return _decided(work, erasure, State.WITHDRAWN, reason="")


def refuse_erasure(work: Work, *, erasure_id: str, reason: str) -> Erasure:
    """An officer declines a request, with the reason that the member reads.

    Raises ``ErasureNotFound``, ``ErasureDecided``, ``Unauthenticated`` and ``Forbidden``.
    """
    work.caller.require("federation")
    erasure = _locked(work, erasure_id)
    rules.require_asked(State(erasure.state))
    return _decided(work, erasure, State.REFUSED, reason=reason)


def get_my_erasure(reading: Reading) -> dict[str, Any]:
    """What has become of the member's newest request, none if there is none.

    Raises ``Unauthenticated`` and ``Forbidden``.
    """
    return {"erasure": store.newest(reading.session, reading.caller.require_member())}


def get_erasure(reading: Reading, *, erasure_id: str) -> Erasure:
    """One erasure with what each service has said. Raises ``ErasureNotFound``,
    ``Unauthenticated`` and ``Forbidden``."""
    reading.caller.require("federation", "auditor")
    erasure = store.find(reading.session, erasure_id)
    if erasure is None:
        raise ErasureNotFound("there is no such erasure")
    return erasure


def list_erasures(
    reading: Reading, *, state: State | None, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of erasures and requests for them, the newest first.

    Raises ``InvalidInput``, ``Unauthenticated`` and ``Forbidden``.
    """
    reading.caller.require("federation", "auditor")
    found = store.page(
        reading.session,
        state=state,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda erasure: (erasure.id,))


def _locked(work: Work, erasure_id: str) -> Erasure:
    erasure = store.find(work.session, erasure_id, lock=True)
    if erasure is None:
        raise ErasureNotFound("there is no such request")
    work.session.refresh(erasure)
    return erasure


def _decided(work: Work, erasure: Erasure, state: State, *, reason: str) -> Erasure:
    erasure.state, erasure.reason = state.value, reason
    erasure.decided_by = work.caller.id or work.caller.kind
    erasure.decided_at = work.now
    return erasure
