"""The demonstration's releases, with times told from the moment at which they are first loaded."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.config import Settings
from chassis.work import Store, Work
from services.tickets import demo_households as households
from services.tickets.checkins import store as check_ins
from services.tickets.checkins.store import Scan
from services.tickets.claims import rules
from services.tickets.claims import store as claims
from services.tickets.claims.pools import GENERAL
from services.tickets.claims.requests import Request
from services.tickets.claims.rules import Decision, Outcome
from services.tickets.classes import demo as classes
from services.tickets.draws import demo as draws
from services.tickets.releases import announcing
from services.tickets.releases import store as releases
from services.tickets.releases.tables import Release
from services.tickets.tickets import store as tickets
from services.tickets.tickets.rules import NewTicket

_NAMESPACE = uuid.UUID("7f1d2c52-0a0c-5b6e-8a51-12365b12365b")
_BOTH = ("chaoyang", "haidian")
_CLAIMS_OF_THE_PAST = 90
_GATES = ("东门", "西门")


@dataclass(frozen=True, slots=True)
class _Plan:
    code: str
    title: str
    description: str
    venue: str
    districts: tuple[str, ...]
    stock: int
    opens: timedelta
    closes: timedelta


_PAST = _Plan(
    code="PANYAN",
    title="攀岩馆双人体验券 · 三八妇女节",
    description="专业教练带领，含装备，六周岁以上可参加。",
    venue="岩点攀岩馆",
    districts=_BOTH,
    stock=60,
    opens=timedelta(days=-30),
    closes=timedelta(days=-23),
)
_PLANS = (
    _PAST,
    _Plan(
        code="DIANYING",
        title="会员日电影票",
        description="职工院线任选场次，一人一张。",
        venue="职工院线各影城",
        districts=_BOTH,
        stock=500,
        opens=timedelta(hours=-1),
        closes=timedelta(days=5),
    ),
    _Plan(
        code="LEYUAN",
        title="室内游乐园亲子票",
        description="三小时畅玩，须家长陪同，请自备防滑袜。",
        venue="蹦跳星球乐园",
        districts=("haidian",),
        stock=5,
        opens=timedelta(minutes=-30),
        closes=timedelta(days=2),
    ),
    _Plan(
        code="ERTONGJU",
        title="儿童剧《小马过河》亲子票",
        description="一大一小，适合三至十岁，开演前十五分钟入场。",
        venue="工人文化宫剧场",
        districts=_BOTH,
        stock=20,
        opens=timedelta(minutes=3),
        closes=timedelta(days=3),
    ),
    _Plan(
        code="KONGLONG",
        title="五一亲子恐龙岛",
        description="一大一小，场内讲解两场，请从东门入场。",
        venue="恐龙岛主题公园东门",
        districts=_BOTH,
        stock=300,
        opens=timedelta(days=1),
        closes=timedelta(days=6),
    ),
    _Plan(
        code="BINGXUE",
        title="冰雪世界日场票",
        description="含雪具，请着防水衣裤。",
        venue="冰雪世界",
        districts=("chaoyang",),
        stock=1000,
        opens=timedelta(days=3),
        closes=timedelta(days=9),
    ),
)


def load(store: Store, settings: Settings) -> None:
    """Load the demonstration, once; does nothing in an installation that is none."""
    if not settings.demo:
        return
    classes.load(store, settings)
    with store.reading() as reading:
        if releases.find(reading.session, _id(_PAST.code)) is not None:
            return
    with store.work() as work:
        for plan in _PLANS:
            release = _release(plan, now=work.now)
            releases.add(work.session, release)
            if plan is _PAST:
                _fill(work, release)
            announcing.first(work, release)
        draws.load(work)
        households.load(work, settings)


def _release(plan: _Plan, *, now: datetime) -> Release:
    made = min(now, now + plan.opens) - timedelta(days=1)
    return Release(
        id=_id(plan.code),
        code=plan.code,
        title=plan.title,
        description=plan.description,
        venue=plan.venue,
        districts=list(plan.districts),
        stock=plan.stock,
        remaining=plan.stock,
        requests=0,
        opens_at=now + plan.opens,
        closes_at=now + plan.closes,
        created_at=made,
        created_by="demo",
        scheduled_at=made,
        scheduled_by="demo",
    )


def _fill(work: Work, release: Release) -> None:
    """Give a release of the past its course: more asked than won, and most of them came.

    Nothing is published of it, because nobody has to be told today.
    """
    work.session.flush()
    (row,) = claims.lock(work.session, [release.id])
    numbers = itertools.count()
    decisions = rules.decide_batch(
        list(_crowd(release)),
        at=release.opens_at + timedelta(seconds=2),
        standings=claims.standings(work.session, [row]),
        stored={},
        new_id=lambda: _id(f"{release.code}:{next(numbers)}"),
    )
    claims.add_claims(work.session, decisions)
    won = [decision for decision in decisions if decision.outcome is Outcome.WON]
    tickets.add(work.session, [_ticket(decision) for decision in won])
    claims.count(
        work.session,
        release_id=release.id,
        requests=len(decisions),
        taken={GENERAL: len(won)},
        waiting=0,
    )
    work.session.refresh(release)
    for decision in won[::5] + won[1::5] + won[2::5]:
        assert decision.ticket_id is not None
        day = release.closes_at + timedelta(minutes=decision.position)
        scan = Scan(
            gate=_GATES[decision.position % 2],
            device="demo",
            account="demo",
            scanned_at=day,
            recorded_at=day,
        )
        check_ins.admit(work.session, scan, ticket=tickets.find(work.session, decision.ticket_id))


def _crowd(release: Release) -> Iterator[Request]:
    """Members of both districts and now and then of another."""
    for number in range(_CLAIMS_OF_THE_PAST):
        district = "fengtai" if number % 17 == 3 else _BOTH[number % 2]
        yield Request(
            release_id=release.id,
            member_id=_id(f"member:{number}"),
            key="demo",
            union=f"{district}/demo/u{number % 4 + 1:04d}",
        )


def _ticket(decision: Decision) -> NewTicket:
    assert decision.ticket_id is not None
    return NewTicket(
        id=decision.ticket_id,
        release_id=decision.request.release_id,
        member_id=decision.request.member_id,
        claim_id=decision.claim_id,
        short_code=f"0DEM{decision.position:06d}",
        places=decision.request.places,
        issued_at=decision.decided_at,
    )


def _id(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))
