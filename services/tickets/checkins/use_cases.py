"""What the door asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chassis.work import Work
from services.tickets import events
from services.tickets.checkins import rules
from services.tickets.checkins import store as check_ins
from services.tickets.checkins.rules import Refusal, Result
from services.tickets.checkins.store import Scan
from services.tickets.tickets import codes, store
from services.tickets.tickets.codes import KeyRing


def check_in_ticket(
    work: Work,
    *,
    keys: KeyRing,
    code: str,
    release_id: str | None,
    gate: str,
    device: str,
    scanned_at: datetime | None,
) -> dict[str, Any]:
    """Use the ticket with this signed or short code, if it is valid and nobody has before.

    ``scanned_at`` is when a gate without a connection admitted it. Its time, not the order of
    telling, decides which use is the first. With ``release_id`` only tickets of that release are
    admitted. Every scan is recorded. Raises ``Forbidden`` for callers who may check in nowhere, or
    not for this release, and ``InvalidInput`` for a time that cannot be.
    """
    rules.require_doorkeeper(work.caller)
    scan = Scan(
        gate=gate,
        device=device,
        account=work.caller.id,
        scanned_at=rules.time_of_scan(scanned_at, now=work.now),
        recorded_at=work.now,
    )
    try:
        ticket = _find(work, keys, code)
    except codes.BadCode:
        return _refuse(work, scan, Refusal.FORGED)
    if ticket is None:
        return _refuse(work, scan, Refusal.UNKNOWN)
    rules.require_doorkeeper_of(work.caller, ticket.districts)
    if release_id not in (None, ticket.release_id):
        return _refuse(work, scan, Refusal.OTHER_RELEASE, ticket)
    used_at = rules.time_of_use(scan.scanned_at, issued_at=ticket.issued_at)
    return _use(work, replace(scan, scanned_at=used_at), ticket.id)


def _use(work: Work, scan: Scan, ticket_id: str) -> dict[str, Any]:
    ticket = store.lock(work.session, ticket_id)
    result, refusal = rules.decide(
        scan.scanned_at, used_at=ticket.used_at, cancelled_at=ticket.cancelled_at
    )
    if result is Result.ADMITTED:
        check_ins.admit(work.session, scan, ticket=ticket)
        used_at, used_gate = scan.scanned_at, scan.gate
        # When a gate tells late the first use moves, but the fact has been told before.
        if ticket.used_at is None:
            work.emit(
                events.ticket_checked_in(
                    ticket_id=ticket.id,
                    release_id=ticket.release_id,
                    member_id=ticket.member_id,
                    venue_account=work.caller.id,
                    used_at=scan.scanned_at,
                )
            )
    else:
        used_at, used_gate = ticket.used_at, check_ins.gate_of_first(work.session, ticket.id)
        check_ins.record(work.session, scan, ticket=ticket, result=result, refusal=refusal)
    return {
        "result": result,
        "reason": refusal,
        "ticket_id": ticket.id,
        "release_id": ticket.release_id,
        "title": ticket.title,
        "places": ticket.places,
        "used_at": used_at,
        "used_gate": used_gate,
        "server_time": work.now,
    }


def _refuse(work: Work, scan: Scan, refusal: Refusal, ticket: Any = None) -> dict[str, Any]:
    check_ins.record(work.session, scan, ticket=ticket, result=Result.INVALID, refusal=refusal)
    return {
        "result": Result.INVALID,
        "reason": refusal,
        "ticket_id": None,
        "release_id": None,
        "title": "",
        "places": 0,
        "used_at": None,
        "used_gate": "",
        "server_time": work.now,
    }


def _find(work: Work, keys: KeyRing, code: str) -> Any:
    if not codes.looks_signed(code):
        return store.find_by_short_code(work.session, rules.typed_short_code(code))
    signed = codes.read(code, publics=keys.publics)
    ticket = store.find(work.session, signed.ticket_id)
    if ticket is not None and ticket.release_id != signed.release_id:
        return None
    return ticket
