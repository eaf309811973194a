"""What members state against a cool-down, and what staff decide."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.tickets.appeals import store
from services.tickets.appeals.rules import Decision, Standing, standing_of
from services.tickets.appeals.tables import Appeal
from services.tickets.cooldowns import store as cooldowns
from services.tickets.cooldowns import use_cases as cooling
from services.tickets.cooldowns.scope import districts_of, require_officer
from services.tickets.cooldowns.tables import CoolDown
from services.tickets.errors import AppealAlreadyStated, AppealDecided, AppealNotFound, NoCoolDown
from services.tickets.noshows import store as noshows

PURPOSE = "appeal"


def appeal_cool_down(work: Work, *, personal: PersonalData, text: str) -> dict[str, Any]:
    """Object to the cool-down that lasts, once. Raises ``NoCoolDown``, ``AppealAlreadyStated``."""
    member_id = work.caller.require_member()
    running = cooldowns.current(work.session, member_id, at=work.now)
    if running is None:
        raise NoCoolDown("no cool-down lasts")
    # Locked, so that two appeals at the same moment are one after the other.
    cool_down = work.session.get_one(CoolDown, running.id, with_for_update=True)
    if store.of_cool_down(work.session, cool_down.id) is not None:
        raise AppealAlreadyStated("there is an appeal already")
    work.session.add(
        Appeal(
            id=uuid7(),
            cool_down_id=cool_down.id,
            member_id=member_id,
            district=cool_down.district,
            sealed_text=personal.seal(text, purpose=PURPOSE),
            stated_at=work.now,
        )
    )
    work.session.flush()
    return cooling.get_my_cool_down(work)


def list_appeals(
    reading: Reading,
    *,
    personal: PersonalData,
    district: str,
    state: Standing | None,
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    """One page of the appeals of members that the caller answers for, newest first.

    Raises ``InvalidInput`` and ``Forbidden``.
    """
    found = store.search(
        reading.session,
        districts=districts_of(reading.caller, district),
        standing=state,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda appeal: (appeal.id,))
    return page | {"items": _shown(page["items"], reading, personal)}


def decide_appeal(
    work: Work, *, personal: PersonalData, appeal_id: str, decision: Decision, reason: str
) -> dict[str, Any]:
    """Lift the cool-down or keep it, with the reason.

    Raises ``AppealNotFound``, ``Forbidden``, ``AppealDecided``.
    """
    appeal = work.session.get(Appeal, appeal_id, with_for_update=True)
    if appeal is None:
        raise AppealNotFound("there is no such appeal")
    require_officer(work.caller, appeal.district)
    if appeal.decision is not None:
        raise AppealDecided("it was decided before")
    appeal.decision, appeal.reason = decision.value, reason
    appeal.decided_at, appeal.decided_by = work.now, work.caller.id
    if decision is Decision.LIFT:
        cool_down = work.session.get_one(CoolDown, appeal.cool_down_id, with_for_update=True)
        cooling.lift(work, cool_down, because=reason)
    work.session.flush()
    return _shown([store.shown(work.session, appeal_id)], work, personal)[0]


def _shown(found: list[Any], reading: Reading, personal: PersonalData) -> list[dict[str, Any]]:
    behind = noshows.behind(reading.session, [row.cool_down_id for row in found])
    return [
        {
            **row._mapping,
            "text": personal.open(row.sealed_text, purpose=PURPOSE),
            "state": standing_of(row.decision),
            "no_shows": [no_show._mapping for no_show in behind[row.cool_down_id]],
        }
        for row in found
    ]
