"""Calling people to seats: first those who were named, then alternates by lot."""

from __future__ import annotations

from collections import Counter

from chassis.work import Work
from services.projects.audit import use_cases as audit
from services.projects.lots import store as lots
from services.projects.panels import events, rules, store
from services.projects.panels.tables import Panel, PanelSeat
from services.projects.tenders.tables import Tender


def about(panel: Panel) -> str:
    """What the lots of a panel's alternates are about."""
    return f"panel:{panel.id}"


def call(
    work: Work, tender: Tender, *, account_id: str, role: str, alternate: bool = False
) -> PanelSeat:
    """Give somebody a seat in a tender, as an alternate where another left it."""
    seat = PanelSeat(
        tender_id=tender.id,
        account_id=account_id,
        role=role,
        state=rules.SEATS.initial,
        called_at=work.now,
    )
    work.session.add(seat)
    work.session.flush()
    work.emit(
        events.seat_changed(events.REVIEWER_CALLED, seat, tender, at=work.now, alternate=alternate)
    )
    record(work, tender, seat, "seat.call")
    return seat


def call_alternates(work: Work, panel: Panel, tender: Tender) -> int:
    """Fill the empty seats of a tender as far as the lots reach; how many were called."""
    people = {person.account_id: person.role for person in store.people(work.session, panel.id)}
    order = lots.order(lots.about(work.session, about(panel)))
    seats = store.seats(work.session, [tender.id])
    called = {seat.account_id for seat in seats}
    taken = Counter(seat.role for seat in seats if seat.state != "recused")
    count = 0
    for role, places in sorted(panel.seats.items()):
        for _ in range(places - taken[role]):
            name = rules.next_alternate(order, roles=people, role=role, called=called)
            if name is None:
                break
            call(work, tender, account_id=name, role=role, alternate=True)
            called.add(name)
            count += 1
    return count


def record(work: Work, tender: Tender, seat: PanelSeat, act: str, *, reason: str = "") -> None:
    """Keep what became of a seat."""
    work.session.flush()
    audit.record(
        work,
        audit.batch_chain(tender.batch_id),
        act,
        subject=tender.id,
        data={
            "tender": tender.code,
            "reviewer": seat.account_id,
            "role": seat.role,
            "state": seat.state,
            "hints": seat.hints,
        },
        reason=reason,
    )
