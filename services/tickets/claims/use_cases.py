"""Claims that came together, decided and written as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.clock import rfc3339
from chassis.errors import DomainError
from chassis.ids import short_code, uuid7
from chassis.work import Reading, Work
from services.tickets import events
from services.tickets.claims import facts, rules, store
from services.tickets.claims.pools import open_to
from services.tickets.claims.requests import Identity, Request, read_request
from services.tickets.claims.rules import Decision, Outcome, Standing
from services.tickets.draws import store as draws
from services.tickets.draws.store import NewEntry
from services.tickets.errors import ClaimNotFound, ReleaseNotFound
from services.tickets.tickets import store as tickets
from services.tickets.tickets.rules import SHORT_CODE_LENGTH, NewTicket
from services.tickets.waiting import store as waiting
from services.tickets.waiting.rules import NewWaitingPlace


def claim_batch(work: Work, *, claims: Sequence[Any]) -> dict[str, Any]:
    """Decide up to 1,000 claims of any releases in one transaction, in their order.

    Each gets its stored outcome, or an error of its own that touches no other claim. A repeat
    gets what the first one got, whatever has happened since. Only for the gateway, which vouches
    for the members. Raises ``Forbidden``.
    """
    work.caller.require()
    read = [_read(claim) for claim in claims]
    requests = [request for request in read if isinstance(request, Request)]
    # Every outcome of a release is written under the lock on its row.
    releases = {row.id: row for row in store.lock(work.session, {r.release_id for r in requests})}
    decisions = _decide(work, [r for r in requests if r.release_id in releases], releases)
    return {"outcomes": [_answer(one, decisions) for one in read]}


def get_claim_outcome(reading: Reading, *, release_id: str, key: str) -> dict[str, Any]:
    """How the calling member's claim ended. Raises ``ClaimNotFound`` while it is not decided."""
    identity = (release_id, reading.caller.require_member(), key)
    decision = store.stored(reading.session, [identity]).get(identity)
    if decision is None:
        raise ClaimNotFound("no claim with this key is decided; send it again with the same key")
    return _outcome(decision) | {
        "outcome": decision.outcome,
        "reason": decision.reason,
        "decided_at": decision.decided_at,
    }


def claim_one(work: Work, claim: Mapping[str, Any]) -> dict[str, Any]:
    """Decide one claim that the caller states for themselves; the rest is as in a batch.

    Raises ``InvalidInput`` and ``ReleaseNotFound``.
    """
    request = read_request(dict(claim))
    releases = {row.id: row for row in store.lock(work.session, {request.release_id})}
    if not releases:
        raise ReleaseNotFound("there is no such release")
    decision = _decide(work, [request], releases)[request.identity]
    return {
        "claim_id": decision.claim_id,
        "release_id": request.release_id,
        "outcome": decision.outcome,
        "reason": decision.reason,
        "position": decision.position,
        "ticket_id": decision.ticket_id,
        "decided_at": decision.decided_at,
    }


def _read(claim: Any) -> Request | DomainError:
    try:
        return read_request(claim)
    except DomainError as error:
        return error


def _decide(
    work: Work, requests: Sequence[Request], releases: dict[str, Any]
) -> dict[Identity, Decision]:
    """Decisions by the identity of their request; those that are new are written."""
    if not requests:
        return {}
    session = work.session
    standings = store.standings(session, list(releases.values()))
    stored = store.stored(session, {r.identity for r in requests})
    decisions = rules.decide_batch(
        requests,
        at=work.now,
        standings=standings,
        stored=stored,
        held=facts.held(session, requests, standings),
        facts=facts.facts(
            session,
            requests,
            recent={r.id: r.recent_releases for r in releases.values()},
            at=work.now,
        ),
        new_id=uuid7,
    )
    decided = {decision.request.identity: decision for decision in decisions}
    fresh = [decision for identity, decision in decided.items() if identity not in stored]
    store.add_claims(session, fresh)
    _issue(work, [d for d in fresh if d.outcome is Outcome.WON], releases)
    draws.add_entries(
        session,
        [_entry(d, standings) for d in fresh if d.outcome is Outcome.ENTERED],
    )
    waiting.add(
        session,
        [_waiting(d, standings) for d in fresh if d.outcome is Outcome.WAITING],
    )
    for release in releases.values():
        _count(work, release, [d for d in fresh if d.request.release_id == release.id])
    return decided


def _entry(decision: Decision, standings: Mapping[str, Standing]) -> NewEntry:
    request = decision.request
    return NewEntry(
        claim_id=decision.claim_id,
        release_id=request.release_id,
        member_id=request.member_id,
        pools=open_to(request, standings[request.release_id].pools),
        places=request.places,
    )


def _waiting(decision: Decision, standings: Mapping[str, Standing]) -> NewWaitingPlace:
    request = decision.request
    return NewWaitingPlace(
        claim_id=decision.claim_id,
        release_id=request.release_id,
        member_id=request.member_id,
        rank=decision.position,
        pools=open_to(request, standings[request.release_id].pools),
        places=request.places,
    )


def _issue(work: Work, won: Sequence[Decision], releases: dict[str, Any]) -> None:
    issued = []
    for decision in won:
        request, ticket_id = decision.request, decision.ticket_id
        assert ticket_id is not None
        ticket = NewTicket(
            id=ticket_id,
            release_id=request.release_id,
            member_id=request.member_id,
            claim_id=decision.claim_id,
            short_code=short_code(SHORT_CODE_LENGTH),
            places=request.places,
            issued_at=decision.decided_at,
            pool=decision.pool,
            companions=request.companions,
        )
        issued.append(ticket)
        work.emit(
            events.ticket_claimed(
                ticket_id=ticket.id,
                short_code=ticket.short_code,
                release=releases[request.release_id],
                member_id=request.member_id,
                district=request.district,
                claimed_at=decision.decided_at,
            )
        )
    tickets.add(work.session, issued)


def _count(work: Work, release: Any, fresh: Sequence[Decision]) -> None:
    """Bring a release's counters in line with the outcomes just written."""
    if not fresh:
        return
    taken: Counter[str] = Counter()
    for decision in fresh:
        if decision.outcome is Outcome.WON:
            taken[decision.pool] += decision.request.places
    store.count(
        work.session,
        release_id=release.id,
        requests=len(fresh),
        taken=taken,
        waiting=sum(decision.outcome is Outcome.WAITING for decision in fresh),
    )
    if taken and taken.total() == release.remaining:
        work.emit(events.release_sold_out(release))


def _answer(read: Request | DomainError, decisions: dict[Identity, Decision]) -> dict[str, Any]:
    if isinstance(read, Request):
        decision = decisions.get(read.identity)
        if decision is not None:
            return _outcome(decision)
        read = ReleaseNotFound("there is no such release")
    return {"error": {"code": read.code, "kind": read.kind, "message": read.message}}


def _outcome(decision: Decision) -> dict[str, Any]:
    return {
        "claim_id": decision.claim_id,
        "release_id": decision.request.release_id,
        "outcome": decision.outcome.value,
        "reason": decision.reason.value,
        "position": decision.position,
        "ticket_id": decision.ticket_id,
        "decided_at": rfc3339(decision.decided_at),
    }
