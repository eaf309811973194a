"""Policies of the districts, and the cool-downs that follow from them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from chassis import paging
from chassis.districts import DISTRICTS
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.tickets.appeals import store as appeals
from services.tickets.appeals.rules import standing_of
from services.tickets.cooldowns import events, rules, store
from services.tickets.cooldowns.scope import require_officer
from services.tickets.cooldowns.tables import CoolDown, CoolDownPolicy
from services.tickets.noshows import store as noshows

_SHOWN = 20


def set_cool_down_policy(
    work: Work,
    *,
    district: str,
    no_shows: int,
    within_days: int,
    days: int,
    since: datetime | None,
    note: str,
) -> dict[str, Any]:
    """Publish what follows from no-shows in a district, from now on or later; earlier events and
    cool-downs stay under the policy before. Raises ``InvalidInput`` and ``Forbidden``."""
    if district not in DISTRICTS:
        raise InvalidInput.of("district", "no such district")
    require_officer(work.caller, district)
    if since is not None and since < work.now:
        raise InvalidInput.of("since", "must not be in the past")
    policy = CoolDownPolicy(
        id=uuid7(),
        district=district,
        no_shows=no_shows,
        within_days=within_days,
        days=days,
        since=since or work.now,
        note=note,
        set_at=work.now,
        set_by=work.caller.id,
    )
    work.session.add(policy)
    work.session.flush()
    return _published(policy, work)


def list_cool_down_policies(
    reading: Reading, *, district: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of all policies, past and coming ones among them, newest first."""
    found = store.policies(
        reading.session,
        district=district,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda policy: (policy.id,))
    return page | {"items": [_published(policy, reading) for policy in page["items"]]}


def _published(policy: CoolDownPolicy, reading: Reading) -> dict[str, Any]:
    now = store.in_force(reading.session, policy.district, at=reading.now)
    return {
        "id": policy.id,
        "district": policy.district,
        "no_shows": policy.no_shows,
        "within_days": policy.within_days,
        "days": policy.days,
        "since": policy.since,
        "note": policy.note,
        "set_at": policy.set_at,
        "in_force": now is not None and now.id == policy.id,
    }


def get_my_cool_down(reading: Reading) -> dict[str, Any]:
    """Until when the member gets no places and why, the policy, and what is on record."""
    member_id = reading.caller.require_member()
    session = reading.session
    cool_down = store.current(session, member_id, at=reading.now)
    policy = store.in_force(session, reading.caller.district, at=reading.now)
    return {
        "cool_down": cool_down and _shown(cool_down, reading),
        "policy": policy and _published(policy, reading),
        "no_shows": [row._mapping for row in noshows.of_member(session, member_id, limit=_SHOWN)],
        "server_time": reading.now,
    }


def _shown(cool_down: CoolDown, reading: Reading) -> dict[str, Any]:
    appeal = appeals.of_cool_down(reading.session, cool_down.id)
    return {
        "id": cool_down.id,
        "begun_at": cool_down.begun_at,
        "until": cool_down.until,
        "no_shows": cool_down.no_shows,
        "within_days": cool_down.within_days,
        "appeal": appeal
        and {
            "id": appeal.id,
            "state": standing_of(appeal.decision),
            "stated_at": appeal.stated_at,
            "decided_at": appeal.decided_at,
            "reason": appeal.reason,
        },
    }


def begin_due(work: Work, *, district: str, members: Collection[str]) -> None:
    """Begin the cool-downs that the district's policy asks for."""
    policy = store.in_force(work.session, district, at=work.now)
    if policy is None:
        return
    for member_id, missed in sorted(noshows.counting(work.session, members).items()):
        if not rules.begins([no_show.event_at for no_show in missed], policy):
            continue
        cool_down = CoolDown(
            id=uuid7(),
            member_id=member_id,
            district=district,
            policy_id=policy.id,
            no_shows=policy.no_shows,
            within_days=policy.within_days,
            begun_at=work.now,
            until=rules.ends(policy, now=work.now),
        )
        work.session.add(cool_down)
        counted = set(rules.counted([no_show.event_at for no_show in missed], policy))
        for no_show in missed:
            if no_show.event_at in counted:
                no_show.cool_down_id = cool_down.id
        work.emit(events.cool_down_began(cool_down))
    work.session.flush()


def look_again(work: Work, cool_down_id: str, *, because: str) -> None:
    """Lift a cool-down if too few of the no-shows behind it still count."""
    cool_down = work.session.get_one(CoolDown, cool_down_id, with_for_update=True)
    behind = noshows.behind(work.session, [cool_down_id])[cool_down_id]
    counting = [row for row in behind if row.excused_at is None]
    if len(counting) < cool_down.no_shows:
        lift(work, cool_down, because=because)


def lift(work: Work, cool_down: CoolDown, *, because: str) -> None:
    """End a cool-down before its time; one that was lifted or has ended stays as it is."""
    if cool_down.lifted_at is None and work.now < cool_down.until:
        cool_down.lifted_at, cool_down.lifted_by = work.now, work.caller.id
        cool_down.lifted_because = because
        work.emit(events.cool_down_lifted(cool_down, lifted_at=work.now))
