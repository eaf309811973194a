"""What members ask about the waiting list, and how it moves on by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from chassis import paging
from chassis.errors import InvalidInput
from chassis.ids import short_code, uuid7
from chassis.work import Reading, Store, Work
from services.tickets import events
from services.tickets.claims import facts
from services.tickets.claims import store as claims
from services.tickets.claims import use_cases as claiming
from services.tickets.claims.places import give_back
from services.tickets.claims.requests import Wish
from services.tickets.errors import CardSuspended, CoolingDown, OfferNotFound, OfferOver
from services.tickets.tickets import store as tickets
from services.tickets.tickets.rules import SHORT_CODE_LENGTH, NewTicket
from services.tickets.waiting import events as waiting_events
from services.tickets.waiting import rules, store
from services.tickets.waiting.rules import State
from services.tickets.waiting.tables import WaitingPlace

_MOST_LISTS = 200  # looked at in one tick
_MOST_OFFERS = 200  # made in one transaction; the next tick makes the rest


def join_waiting_list(
    work: Work, *, release_id: str, companions: Collection[str]
) -> dict[str, Any]:
    """A claim of the member who would rather wait than have nothing; with a free place it wins.

    The Idempotency-Key is the claim's key. Raises ``InvalidInput`` and ``ReleaseNotFound``.
    """
    member_id = work.caller.require_member()
    if not work.context.idempotency_key:
        raise InvalidInput.of("Idempotency-Key", "a claim needs a key")
    claim: dict[str, Any] = {
        "key": work.context.idempotency_key,
        "release_id": release_id,
        "member_id": member_id,
        "union": work.caller.union,
        "birth_year": work.caller.birth_year,
        "audiences": list(work.caller.audiences),
        "wish": Wish.WAITING.value,
        "companions": list(companions),
    }
    return claiming.claim_one(work, claim)


def list_my_waiting(reading: Reading, *, cursor: str, limit: int) -> dict[str, Any]:
    """One page of the member's places on waiting lists, newest first, ended ones among them."""
    found = store.of_member(
        reading.session,
        reading.caller.require_member(),
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda place: (place.id,))
    return page | {"items": [_shown(place, reading) for place in page["items"]]}


def accept_offer(work: Work, *, offer_id: str) -> dict[str, Any]:
    """Take the places offered: the member has a ticket. Repeating it changes nothing.

    Raises ``OfferNotFound``, ``OfferOver``, and ``CardSuspended`` or ``CoolingDown``; then the
    offer stands until its end, so that the member may set right what is wrong.
    """
    place, release = _lock_mine(work, offer_id)
    if place.state != State.TAKEN:
        _require_open(work, place)
        _require_eligible(work, place.member_id)
        _issue(work, place, release)
    return _shown_now(work, place)


def decline_offer(work: Work, *, offer_id: str) -> dict[str, Any]:
    """Let the places offered go on to the next. Raises ``OfferNotFound`` and ``OfferOver``."""
    place, _ = _lock_mine(work, offer_id)
    if place.state != State.DECLINED:
        _require_open(work, place)
        _end(work, place, State.DECLINED)
    return _shown_now(work, place)


def leave_waiting_list(work: Work, *, offer_id: str) -> dict[str, Any]:
    """Wait no more; an open offer goes on to the next. Repeating it changes nothing.

    Raises ``OfferNotFound``.
    """
    place, _ = _lock_mine(work, offer_id)
    if place.state in rules.LIVE:
        _end(work, place, State.LEFT)
    return _shown_now(work, place)


def serve_due(opened: Store) -> None:
    """The tick: take back what has run out, offer what is free, close lists that are over.

    Looks first without a lock, so that a list that cannot move never stands in a claim's way.
    """
    with opened.reading() as reading:
        due = _due(reading)
    for release_id in due:
        with opened.work() as work:
            serve(work, release_id)


def _due(reading: Reading) -> list[str]:
    lists = store.listed(reading.session, limit=_MOST_LISTS)
    overdue = store.with_overdue(reading.session, at=reading.now) if lists else set()
    free = [row for row in lists if row.remaining]
    standings = claims.standings(reading.session, free)
    servable = {
        release_id
        for release_id, standing in standings.items()
        if not standing.awaits_draw()
        and any(places <= standing.pools.get(pool, 0) for pool, places in standing.queued.items())
    }
    return [
        row.id for row in lists if row.id in overdue or row.id in servable or _is_over(row, reading)
    ]


def _is_over(release: Any, reading: Reading) -> bool:
    ends = rules.list_ends(release)
    return ends is not None and ends <= reading.now


def serve(work: Work, release_id: str) -> None:
    """Move one release's list on as far as it goes; what another process did before is seen."""
    for release in claims.lock(work.session, [release_id]):
        if _is_over(release, work):
            close_list(work, release_id)
            return
        _take_back(work, release)
    # Once more, because places may have come back.
    for release in claims.lock(work.session, [release_id]):
        _offer(work, release)


def close_list(work: Work, release_id: str) -> None:
    """End the list of a locked release; the places of open offers go back to the stock."""
    back = store.offered(work.session, release_id)
    gone = store.close(work.session, release_id, at=work.now)
    give_back(work.session, release_id=release_id, places=back, gone=gone)


def _take_back(work: Work, release: Any) -> None:
    over = store.overdue(work.session, release.id, at=work.now)
    back: Counter[str] = Counter()
    for place in over:
        back[place.pool or ""] += place.places
        place.state, place.ended_at = State.EXPIRED.value, work.now
        work.emit(waiting_events.offer_expired(place, release, expired_at=work.now))
    if over:
        work.session.flush()
        give_back(work.session, release_id=release.id, places=back, gone=len(over))


def _offer(work: Work, release: Any) -> None:
    (standing,) = claims.standings(work.session, [release]).values()
    if standing.awaits_draw() or not release.waiting or release.cancelled_at is not None:
        return
    queue = store.next_in_line(
        work.session,
        release.id,
        most_places=max(standing.pools.values()),
        limit=_MOST_OFFERS,
    )
    made = rules.offers(queue, standing.pools)
    if not made:
        return
    until = rules.offer_end(work.now, minutes=release.offer_minutes, ends=rules.list_ends(release))
    store.offer(work.session, made, at=work.now, until=until)
    taken: Counter[str] = Counter()
    members = store.members(work.session, [offer.id for offer in made])
    for offer in made:
        taken[offer.pool] += offer.places
        work.emit(
            waiting_events.offer_made(
                offer, release, member_id=members[offer.id], made_at=work.now, until=until
            )
        )
    claims.count(work.session, release_id=release.id, requests=0, taken=taken, waiting=0)


def _lock_mine(work: Work, place_id: str) -> tuple[WaitingPlace, Any]:
    """The member's place and its release, locked in the order in which claims lock them."""
    member_id = work.caller.require_member()
    release_id = store.release_of(work.session, place_id)
    release = claims.lock(work.session, [release_id]) if release_id else ()
    place = store.get(work.session, place_id) if release else None
    if place is None or place.member_id != member_id:
        raise OfferNotFound("there is no such offer")
    return place, release[0]


def _require_open(work: Work, place: WaitingPlace) -> None:
    until = place.offer_until
    if place.state != State.OFFERED or until is None or until <= work.now:
        raise OfferOver("there is no open offer any more", state=place.state)


def _require_eligible(work: Work, member_id: str) -> None:
    """What can have changed since the member asked and is about the member: card, cool-down."""
    if facts.suspended(work.session, {member_id}):
        raise CardSuspended("the card is suspended")
    if facts.cooling(work.session, {member_id}, at=work.now):
        raise CoolingDown("a cool-down lasts")


def _issue(work: Work, place: WaitingPlace, release: Any) -> None:
    """The places are taken from the stock already: what was an offer becomes a ticket."""
    claim = store.claim_of(work.session, place.id)
    ticket = NewTicket(
        id=uuid7(),
        release_id=place.release_id,
        member_id=place.member_id,
        claim_id=place.id,
        short_code=short_code(SHORT_CODE_LENGTH),
        places=place.places,
        issued_at=work.now,
        pool=place.pool or "",
        companions=claim.companions,
    )
    place.state, place.ended_at, place.ticket_id = State.TAKEN.value, work.now, ticket.id
    work.session.flush()
    tickets.add(work.session, [ticket])
    give_back(work.session, release_id=place.release_id, places={}, gone=1)
    work.emit(
        events.ticket_claimed(
            ticket_id=ticket.id,
            short_code=ticket.short_code,
            release=release,
            member_id=ticket.member_id,
            district=claim.union.partition("/")[0],
            claimed_at=work.now,
        )
    )


def _end(work: Work, place: WaitingPlace, state: State) -> None:
    back = {place.pool or "": place.places} if place.state == State.OFFERED else {}
    place.state, place.ended_at = state.value, work.now
    work.session.flush()
    give_back(work.session, release_id=place.release_id, places=back, gone=1)


def _shown_now(work: Work, place: WaitingPlace) -> dict[str, Any]:
    work.session.flush()
    return _shown(store.shown(work.session, place.id), work)


def _shown(place: Any, reading: Reading) -> dict[str, Any]:
    # An offer is over at its end, not when the tick has come round to it.
    over = place.state == State.OFFERED and place.offer_until <= reading.now
    return {
        **place._mapping,
        "state": State.EXPIRED if over else State(place.state),
        "server_time": reading.now,
    }
