"""The demonstration's draws: a ballot that is open, a window that opens soon, a draw of the past.

The draw of the past is made by the rules and tables of a real one, with a value that everybody
could look up; its proof can be fetched and verified like any other.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.work import Work
from services.tickets.claims import store as claims
from services.tickets.claims.eligibility import Reason
from services.tickets.claims.pools import GENERAL
from services.tickets.claims.requests import Request
from services.tickets.claims.rules import Decision, Outcome
from services.tickets.draws import pieces, proof, store
from services.tickets.draws.entries import Entries, commit
from services.tickets.draws.rules import GRACE, Announced, Fate, Verdict
from services.tickets.draws.tables import Draw, DrawEntry, DrawValue
from services.tickets.releases import announcing
from services.tickets.releases import store as releases
from services.tickets.releases.rules import Mode
from services.tickets.releases.tables import Release
from services.tickets.tickets import store as tickets
from services.tickets.tickets.rules import NewTicket
from services.tickets.waiting import store as waiting
from services.tickets.waiting.rules import NewWaitingPlace

_NAMESPACE = uuid.UUID("0d1ec0de-0a0c-5b6e-8a51-12365b12365b")
_BOTH = ("chaoyang", "haidian")
_ENTRANTS = 160
_VALUE = "03 08 15 21 26 33 + 09"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    code: str
    title: str
    description: str
    venue: str
    mode: Mode
    stock: int
    opens: timedelta
    closes: timedelta
    window: timedelta | None = None
    source: str
    fallback: str


_PAST = _Plan(
    code="MANZHAN",
    title="暑期动漫展亲子票",
    description="一大一小，已公开摇号，可在申请记录里核对。",
    venue="展览中心二号馆",
    mode=Mode.BALLOT,
    stock=40,
    opens=timedelta(days=-14),
    closes=timedelta(days=-10),
    source="福利彩票双色球，报名截止后第一期的开奖号码",
    fallback="drand quicknet 在报名截止后第二天 12:00 的一轮",
)
_PLANS = (
    _PAST,
    _Plan(
        code="XUEGUAN",
        title="室内滑雪体验课",
        description="含装备和教练，八周岁以上可参加。",
        venue="冰雪运动中心",
        mode=Mode.BALLOT,
        stock=120,
        opens=timedelta(hours=-2),
        closes=timedelta(days=3),
        source="福利彩票双色球，报名截止后第一期的开奖号码",
        fallback="drand quicknet 在报名截止后第二天 12:00 的一轮",
    ),
    _Plan(
        code="YUEQI",
        title="周末民乐专场",
        description="会员一人一张，凭码入场。",
        venue="工人文化宫音乐厅",
        mode=Mode.WINDOW,
        stock=80,
        opens=timedelta(minutes=5),
        closes=timedelta(days=1),
        window=timedelta(minutes=10),
        source="drand quicknet，时段结束后的第一个整点",
        fallback="drand quicknet，再下一个整点",
    ),
)


def load(work: Work) -> None:
    """Add them; to be called once."""
    for plan in _PLANS:
        release = _release(plan, now=work.now)
        releases.add(work.session, release)
        store.announce(work.session, release, Announced(source=plan.source, fallback=plan.fallback))
        work.session.flush()
        if plan is _PAST:
            _draw(work, release)
        announcing.first(work, release)


def _release(plan: _Plan, *, now: datetime) -> Release:
    made = min(now, now + plan.opens) - timedelta(days=1)
    opens, closes = now + plan.opens, now + plan.closes
    return Release(
        id=_id(plan.code),
        code=plan.code,
        title=plan.title,
        description=plan.description,
        venue=plan.venue,
        districts=list(_BOTH),
        stock=plan.stock,
        remaining=plan.stock,
        requests=0,
        waiting=0,
        opens_at=opens,
        closes_at=closes,
        mode=plan.mode.value,
        entries_until=opens + plan.window if plan.window else closes,
        has_waiting_list=True,
        offer_minutes=120,
        created_at=made,
        created_by="demo",
        scheduled_at=made,
        scheduled_by="demo",
    )


def _draw(work: Work, release: Release) -> None:
    """Give a ballot of the past its entries and its draw.

    Nothing is published of it, because nobody has to be told today.
    """
    requests = [
        Decision(
            claim_id=_id(f"claim:{number}"),
            request=Request(
                release_id=release.id,
                member_id=_id(f"member:{number}"),
                key="demo",
                union=f"{_BOTH[number % 2]}/demo/u{number % 4 + 1:04d}",
            ),
            outcome=Outcome.ENTERED,
            reason=Reason.NONE,
            position=number + 1,
            ticket_id=None,
            decided_at=release.opens_at + timedelta(minutes=17 * number),
        )
        for number in range(_ENTRANTS)
    ]
    claims.add_claims(work.session, requests)
    by_commitment = {
        bytes.fromhex(entry.commitment): entry
        for entry in (_entry(decision.request, decision.claim_id) for decision in requests)
    }
    work.session.add_all(by_commitment.values())
    draw = store.find(work.session, release.id)
    assert draw is not None
    frozen = _freeze(work, release, draw, Entries.of(by_commitment, {}))
    _settle(work, draw, release)
    finished = proof.draw(frozen, value=_VALUE)
    _give(work, release, draw, finished=finished, entries=by_commitment)


def _entry(request: Request, claim_id: str) -> DrawEntry:
    salt = hashlib.sha256(claim_id.encode()).digest()[:16]
    made = commit(release_id=request.release_id, member_id=request.member_id, salt=salt)
    return DrawEntry(
        id=claim_id,
        release_id=request.release_id,
        member_id=request.member_id,
        pools=GENERAL,
        places=1,
        salt=salt.hex(),
        commitment=made.hex(),
    )


def _freeze(work: Work, release: Release, draw: Draw, entries: Entries) -> proof.Frozen:
    draw.frozen_at = release.frozen_at = release.closes_at + GRACE
    draw.places = {GENERAL: release.stock}
    cut = list(pieces.cut(entries))
    store.add_pieces(work.session, release_id=release.id, pieces=cut)
    draw.root = pieces.together([piece.root for piece in cut])
    draw.entries = len(entries.commitments)
    return proof.freeze(
        release_id=release.id,
        rules=draw.rules,
        places=draw.places,
        frozen_at=rfc3339(draw.frozen_at),
        entries=entries,
    )


def _settle(work: Work, draw: Draw, release: Release) -> None:
    """Two officers have entered the value."""
    for number, officer in enumerate(("demo-first", "demo-second"), start=1):
        entered = release.closes_at + timedelta(hours=20, minutes=7 * number)
        work.session.add(
            DrawValue(
                id=_id(f"value:{number}"),
                release_id=release.id,
                value=_VALUE,
                by_fallback=False,
                reason="",
                officer=officer,
                entered_at=entered,
                verdict=Verdict.CONFIRMED.value,
            )
        )
        draw.value, draw.value_at = _VALUE, entered


def _give(
    work: Work,
    release: Release,
    draw: Draw,
    *,
    finished: proof.Draw,
    entries: dict[bytes, DrawEntry],
) -> None:
    at = release.closes_at + timedelta(hours=21)
    ranks = {commitment: rank for rank, commitment in enumerate(finished.order, start=1)}
    won = [entries[commitment] for commitment in finished.result.won]
    rest = [(entries[c], ranks[c]) for c in finished.result.waiting]
    tickets.add(work.session, [_ticket(entry, number, at) for number, entry in enumerate(won)])
    waiting.add(work.session, [_waiting(entry, rank) for entry, rank in rest])
    store.add_results(
        work.session,
        {entries[c].id: (ranks[c], Fate.WON) for c in finished.result.won}
        | {entry.id: (rank, Fate.WAITING) for entry, rank in rest},
    )
    draw.placed, draw.won, draw.waiting = len(ranks), len(won), len(rest)
    draw.result = proof.fingerprint(finished.result)
    draw.finished_at = release.drawn_at = at
    work.session.flush()
    work.session.execute(sa.select(Release.id).where(Release.id == release.id).with_for_update())
    claims.count(
        work.session,
        release_id=release.id,
        requests=len(ranks),
        taken={GENERAL: len(won)},
        waiting=len(rest),
    )
    work.session.refresh(release)


def _ticket(entry: DrawEntry, number: int, at: datetime) -> NewTicket:
    return NewTicket(
        id=_id(f"ticket:{entry.id}"),
        release_id=entry.release_id,
        member_id=entry.member_id,
        claim_id=entry.id,
        short_code=f"0DRW{number:06d}",
        places=1,
        issued_at=at,
    )


def _waiting(entry: DrawEntry, rank: int) -> NewWaitingPlace:
    return NewWaitingPlace(
        claim_id=entry.id,
        release_id=entry.release_id,
        member_id=entry.member_id,
        rank=rank,
        pools=(GENERAL,),
        places=1,
    )


def _id(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))
