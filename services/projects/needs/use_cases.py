"""What unions and offices do with needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis import paging
from chassis.errors import InvalidInput
from chassis.ids import short_code, uuid7
from chassis.work import Reading, Work
from services.projects.merging import use_cases as merging
from services.projects.needs import rules, store
from services.projects.needs.steps import take, visible
from services.projects.needs.tables import Need
from services.projects.similarity import use_cases as similarity


def create_need(work: Work, *, union: str, **written: Any) -> Need:
    """Hand in a need in the name of the caller's union.

    Raises ``InvalidInput``, ``Unauthenticated`` and ``Forbidden``.
    """
    return hand_in(
        work,
        rules.NewNeed(**written),
        need_id=uuid7(),
        code=short_code(),
        union=rules.union_of(work.caller, union),
        at=work.now,
    )


def hand_in(
    work: Work, new: rules.NewNeed, *, need_id: str, code: str, union: str, at: datetime
) -> Need:
    """Hand in a need of ``union`` under an id and a code that are not taken."""
    rules.check(new)
    need = Need(
        id=need_id,
        code=code,
        title=new.title,
        need_class=new.need_class,
        kind=new.kind,
        audience=new.audience,
        people=new.people,
        evidence=new.evidence,
        wanted_time=new.wanted_time,
        wanted_place=new.wanted_place,
        union=union,
        district=union.partition("/")[0],
        state=rules.STATES.initial,
        submitted_by=work.caller.id or work.caller.kind,
        submitted_at=at,
    )
    work.session.add(need)
    take(work, need, "submit")
    similarity.remember(work, need)
    return need


def list_needs(
    reading: Reading, *, state: str, need_class: str, district: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of the needs that the caller may see, newest first."""
    rules.require_reader(reading.caller)
    if state and state not in rules.STATES.states:
        raise InvalidInput.of("state", "no such state")
    found = store.search(
        reading.session,
        scopes=rules.readable(reading.caller),
        state=state,
        need_class=need_class,
        district=district,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda need: (need.submitted_at, need.id))


def withdraw_need(work: Work, *, need_id: str, reason: str) -> Need:
    """Take a need back, by the union that handed it in, before members vote on it.

    Raises ``NeedNotFound``, ``Forbidden`` and ``WrongState``.
    """
    need = visible(work, need_id, lock=True)
    work.caller.require("grassroots", path=need.union)
    merging.withdraw(work, need, reason=reason)
    return need


def accept_need(work: Work, *, need_id: str, reason: str) -> Need:
    """The federation takes a need on. Raises ``Forbidden``, ``NeedNotFound``, ``WrongState``."""
    return _decide(work, need_id, "accept", reason=reason)


def reject_need(work: Work, *, need_id: str, reason: str) -> Need:
    """The federation declines a need, with a reason. Raises as ``accept_need`` does."""
    return _decide(work, need_id, "reject", reason=reason)


def _decide(work: Work, need_id: str, step: str, *, reason: str) -> Need:
    work.caller.require("federation")
    need = visible(work, need_id, lock=True)
    take(work, need, step, reason=reason)
    return need
