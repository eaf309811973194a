"""What members and officers ask about requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from chassis import paging
from chassis.work import Reading
from services.tickets.claims.eligibility import Reason
from services.tickets.claims.requests import Channel
from services.tickets.claims.rules import Outcome
from services.tickets.draws.rules import Fate
from services.tickets.errors import ReceiptNotFound, ReleaseNotFound
from services.tickets.receipts import rules, store
from services.tickets.receipts.rules import Became, Since
from services.tickets.releases import store as releases
from services.tickets.releases.rules import Mode
from services.tickets.tickets.rules import state_of
from services.tickets.waiting.rules import State

_WHO_ACCOUNTS = ("federation", "district", "auditor")


def list_my_receipts(reading: Reading, *, cursor: str, limit: int) -> dict[str, Any]:
    """One page of the member's requests, those for the release that opens last first."""
    found = store.of_member(
        reading.session,
        member_id=reading.caller.require_member(),
        beyond=paging.decode(cursor, length=3) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(
        found, limit=limit, key=lambda row: (row.opens_at, row.release_id, row.position)
    )
    return page | {"items": _shown(reading, page["items"])}


def get_my_receipt(reading: Reading, *, claim_id: str) -> dict[str, Any]:
    """One request of the member. Raises ``ReceiptNotFound``, also for somebody else's."""
    row = store.find(reading.session, claim_id)
    if row is None or row.member_id != reading.caller.require_member():
        raise ReceiptNotFound("there is no such request")
    (shown,) = _shown(reading, [row])
    return shown


def release_accounting(reading: Reading, *, release_id: str) -> dict[str, Any]:
    """How the requests for a release add up.

    Raises ``ReleaseNotFound``, and ``Forbidden`` unless the caller is an officer or auditor over
    every one of its districts.
    """
    release = releases.find(reading.session, release_id)
    if release is None:
        raise ReleaseNotFound("there is no such release")
    for district in release.districts:
        reading.caller.require(*_WHO_ACCOUNTS, path=district)
    counted = store.outcomes(reading.session, release_id)
    by_outcome: Counter[Outcome] = Counter()
    for (outcome, _), number in counted.items():
        by_outcome[outcome] += number
    account = rules.account(
        outcomes=by_outcome,
        draw=store.draw(reading.session, release_id),
        release_cancelled=release.cancelled_at is not None,
    )
    reasons = [
        {"outcome": outcome, "reason": reason, "number": number}
        for (outcome, reason), number in sorted(counted.items())
    ]
    return {"release_id": release_id, **asdict(account), "reasons": reasons}


def _shown(reading: Reading, rows: Sequence[Any]) -> list[dict[str, Any]]:
    if not rows:
        return []
    session, ids = reading.session, [row.id for row in rows]
    tickets = store.tickets(session, member_id=rows[0].member_id, claim_ids=ids)
    entries = store.entries(session, ids)
    places = store.places(session, ids)
    return [
        _receipt(
            reading,
            row,
            ticket=tickets.get(row.id),
            entry=entries.get(row.id),
            place=places.get(row.id),
        )
        for row in rows
    ]


def _receipt(reading: Reading, row: Any, *, ticket: Any, entry: Any, place: Any) -> dict[str, Any]:
    became = rules.became(
        Since(
            outcome=Outcome(row.outcome),
            cancelled_at=row.cancelled_at,
            ticket=ticket and state_of(used_at=ticket.used_at, cancelled_at=ticket.cancelled_at),
            on_list=place and State(place.state),
            has_entry=entry is not None,
            fate=Fate(entry.fate) if entry and entry.fate else None,
        )
    )
    ahead = None
    if became is Became.WAITING and place:
        ahead = store.ahead(reading.session, release_id=row.release_id, rank=place.rank)
    return {
        "claim_id": row.id,
        "release_id": row.release_id,
        "release_code": row.code,
        "title": row.title,
        "mode": Mode(row.mode),
        "position": row.position,
        "outcome": Outcome(row.outcome),
        "reason": Reason(row.reason),
        "places": row.places,
        "channel": Channel(row.channel),
        "decided_at": row.decided_at,
        "became": became,
        "rank": entry.rank if entry else None,
        "ahead": ahead,
        "offer_until": place.offer_until if became is Became.OFFERED else None,
        "entries_until": row.entries_until,
        "ticket_id": ticket.id if ticket else None,
    }
