"""What callers ask about releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis import paging
from chassis.context import Caller
from chassis.districts import DISTRICTS
from chassis.errors import InvalidInput
from chassis.ids import short_code, uuid7
from chassis.work import Reading, Store, Work
from services.tickets.allocations import store as shares
from services.tickets.allocations.rules import Share
from services.tickets.claims.places import give_back
from services.tickets.draws import store as draws
from services.tickets.errors import (
    ReleaseAlreadyCancelled,
    ReleaseNotDraft,
    ReleaseNotFound,
    ReleaseOver,
)
from services.tickets.projections import store as projections
from services.tickets.releases import announcing, rules, store, telling
from services.tickets.releases.plan import Plan, check_plan
from services.tickets.releases.rules import Mode, State
from services.tickets.releases.tables import Release
from services.tickets.tickets import store as tickets
from services.tickets.waiting import use_cases as waiting

_OFFICERS = ("federation", "district")
_WHO_SEES_DRAFTS = (*_OFFICERS, "auditor")
_CODE_LENGTH = 6
_CHUNKS = 10  # of holders that one tick tells


def list_releases(
    reading: Reading, *, district: str, state: State | None, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of the releases that the caller may see, those that open last first.

    A member who names no district gets those of their own. Raises ``InvalidInput``.
    """
    if district and district not in DISTRICTS:
        raise InvalidInput.of("district", "no such district")
    caller = reading.caller
    if not district and caller.kind == "member":
        district = caller.district
    found = store.search(
        reading.session,
        at=reading.now,
        district=district,
        state=state,
        drafts_of=[code for code in DISTRICTS if _sees_drafts(caller, [code])],
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda release: (release.opens_at, release.id))
    return page | {"items": [_shown(release, reading.now) for release in page["items"]]}


def get_release(reading: Reading, *, release_id: str) -> dict[str, Any]:
    """One release. Raises ``ReleaseNotFound``, also for a draft that is not the caller's."""
    return _shown(visible(store.find(reading.session, release_id), reading.caller), reading.now)


def find_release_by_code(reading: Reading, *, code: str) -> dict[str, Any]:
    """One release by its code in capitals. Raises ``ReleaseNotFound`` as ``get_release`` does."""
    return _shown(visible(store.find_by_code(reading.session, code), reading.caller), reading.now)


def create_release(
    work: Work, *, draft: bool, allocations: Sequence[dict[str, Any]] = (), **planned: Any
) -> dict[str, Any]:
    """Make a release, scheduled at once unless it is a draft.

    Raises ``InvalidInput``, and ``Forbidden`` unless the caller is an officer over every one of
    its districts.
    """
    plan = Plan(**planned, allocations=[Share(**share) for share in allocations])
    check_plan(plan, now=work.now)
    require_officer(work.caller, plan.districts)
    if plan.service_id and not projections.is_known_service(work.session, plan.service_id):
        raise InvalidInput.of("service_id", "no such service")
    release = Release(
        id=uuid7(),
        code=_free_code(work),
        title=plan.title,
        description=plan.description,
        venue=plan.venue,
        service_id=plan.service_id,
        districts=list(plan.districts),
        stock=plan.stock,
        remaining=plan.stock,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        mode=plan.mode.value,
        entries_until=plan.entries_until,
        event_starts_at=plan.event_starts_at,
        event_ends_at=plan.event_ends_at,
        return_until=plan.return_until,
        has_waiting_list=plan.waiting_list,
        offer_minutes=plan.offer_minutes,
        eligibility=plan.eligibility,
        allocated=bool(plan.allocations),
        created_at=work.now,
        created_by=work.caller.id,
    )
    store.add(work.session, release)
    if plan.announced:
        draws.announce(work.session, release, plan.announced)
    shares.add(work.session, release.id, plan.allocations)
    if not draft:
        _schedule(work, release)
    return _shown(release, work.now)


def schedule_release(work: Work, *, release_id: str) -> dict[str, Any]:
    """Make a draft public.

    Raises ``ReleaseNotFound``, ``Forbidden``, ``ReleaseNotDraft``, and ``ReleaseOver`` if its
    closing time has passed meanwhile.
    """
    release = visible(store.lock(work.session, release_id), work.caller)
    require_officer(work.caller, release.districts)
    if rules.state_at(release, work.now) is not State.DRAFT:
        raise ReleaseNotDraft("only a draft can be scheduled")
    if release.closes_at <= work.now:
        raise ReleaseOver("its closing time has passed")
    _schedule(work, release)
    return _shown(release, work.now)


def cancel_release(work: Work, *, release_id: str, reason: str) -> dict[str, Any]:
    """Call a release off, with all its tickets that nobody has used.

    Raises ``ReleaseNotFound``, ``Forbidden``, ``ReleaseAlreadyCancelled``.
    """
    release = visible(store.lock(work.session, release_id), work.caller)
    require_officer(work.caller, release.districts)
    if release.cancelled_at is not None:
        raise ReleaseAlreadyCancelled("it was cancelled before")
    release.cancelled_at = work.now
    release.cancelled_by = work.caller.id
    release.cancel_reason = reason
    work.session.flush()
    waiting.close_list(work, release_id)
    back = tickets.unused_places(work.session, release_id=release_id)
    if tickets.cancel_unused(work.session, release_id=release_id, at=work.now):
        telling.begin(work, release_id)
    give_back(work.session, release_id=release_id, places=back)
    work.session.refresh(release)
    announcing.again(work, release)
    return _shown(release, work.now)


def announce_due(work: Work) -> None:
    """The tick: tell what time has done to releases, and of stocks that have changed."""
    announcing.due(work)


def tell_cancelled(opened: Store) -> None:
    """The tick: tell holders of tickets that their release was called off."""
    for _ in range(_CHUNKS):
        with opened.work() as work:
            if not telling.go_on(work):
                return


def _schedule(work: Work, release: Release) -> None:
    release.scheduled_at = work.now
    release.scheduled_by = work.caller.id
    release.recent_releases = store.recent(
        work.session,
        districts=release.districts,
        before=release.opens_at,
        count=release.eligibility.get("not_won_in_last", 0),
    )
    announcing.first(work, release)


def _free_code(work: Work) -> str:
    code = short_code(_CODE_LENGTH)
    while store.code_taken(work.session, code):
        code = short_code(_CODE_LENGTH)
    return code


def visible(release: Release | None, caller: Caller) -> Release:
    """The release, if the caller may know of it. Raises ``ReleaseNotFound``."""
    if release is None or (
        release.scheduled_at is None and not _sees_drafts(caller, release.districts)
    ):
        raise ReleaseNotFound("there is no such release")
    return release


def _sees_drafts(caller: Caller, districts: Sequence[str]) -> bool:
    return caller.kind == "system" or any(
        caller.has(role, district) for role in _WHO_SEES_DRAFTS for district in districts
    )


def require_officer(caller: Caller, districts: Sequence[str]) -> None:
    """Raises ``Forbidden`` unless the caller is an officer over every one of the districts."""
    for district in districts:
        caller.require(*_OFFICERS, path=district)


def _shown(release: Release, now: datetime) -> dict[str, Any]:
    return {
        "id": release.id,
        "code": release.code,
        "title": release.title,
        "description": release.description,
        "venue": release.venue,
        "service_id": release.service_id,
        "districts": release.districts,
        "stock": release.stock,
        "remaining": release.remaining,
        "state": rules.state_at(release, now),
        "opens_at": release.opens_at,
        "closes_at": release.closes_at,
        "mode": Mode(release.mode),
        "entries_until": release.entries_until,
        "drawn_at": release.drawn_at,
        "event_starts_at": release.event_starts_at,
        "event_ends_at": release.event_ends_at,
        "return_until": release.return_until,
        "waiting_list": release.has_waiting_list,
        "waiting": release.waiting,
        "offer_minutes": release.offer_minutes,
        "eligibility": release.eligibility,
        "created_at": release.created_at,
        "server_time": now,
    }
