"""What officers and auditors ask about a release."""

from __future__ import annotations

from typing import Any

from chassis.errors import Forbidden, Unauthenticated
from chassis.work import Reading
from services.tickets.errors import ReleaseNotFound
from services.tickets.releases import store as releases
from services.tickets.releases.rules import state_at
from services.tickets.reports import rules, store


def release_report(reading: Reading, *, release_id: str) -> dict[str, Any]:
    """Demand by minute, district and outcome, and the use of the places, as they stand.

    Raises ``Unauthenticated``, ``ReleaseNotFound`` and, for callers without an office in one of
    the release's districts, ``Forbidden``.
    """
    if reading.caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    session, now = reading.session, reading.now
    store.hold_still(session)
    release = releases.find(session, release_id)
    if release is None:
        raise ReleaseNotFound("there is no such release")
    if not rules.may_see(reading.caller, store.districts(session, release_id)):
        raise Forbidden("this needs an office in one of the release's districts")
    drawn = release.drawn_at is not None
    cells = store.by_district(session, release_id, drawn=drawn)
    ends = release.event_ends_at or release.event_starts_at or release.closes_at
    return {
        "release_id": release.id,
        "code": release.code,
        "title": release.title,
        "state": state_at(release, now).value,
        "mode": release.mode,
        "made_at": now,
        "accounting": rules.accounting(cells, requests=release.requests),
        "places": rules.use_of_places(
            store.places(session, release_id), stock=release.stock, over=ends <= now
        ),
        "by_district": rules.by_district(cells),
        "by_reason": rules.by_reason(cells),
        "by_minute": rules.by_minute(store.by_minute(session, release_id, drawn=drawn)),
    }
