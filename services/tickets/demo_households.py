"""The demonstration's families, and a release for them with parts of its stock."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from chassis.config import Settings
from chassis.work import Work
from services.tickets.allocations import store as allocations
from services.tickets.allocations.rules import Share
from services.tickets.children.rules import Facts, Relation
from services.tickets.children.sealing import Sealing
from services.tickets.children.tables import Child
from services.tickets.classes.demo_people import CHAOYANG
from services.tickets.releases import announcing
from services.tickets.releases import store as releases
from services.tickets.releases.tables import Release

CODE = "QINZI"
_NAMESPACE = uuid.UUID("7f1d2c52-0a0c-5b6e-8a51-12365b12365b")
# By which the members service makes the ids of the demonstration's members.
_MEMBERS = uuid.UUID("5d6c2f0e-6d0b-5a7b-9b51-12351a12351a")
_MOST_MEMBERS = 88
_NAMES = ["一诺", "子墨", "可欣", "浩然", "语桐", "乐乐", "天佑", "梓涵", "果果", "沐阳"]
_STOCK = 60


def load(work: Work, settings: Settings) -> None:
    """Write the families down and hold their release."""
    sealing = Sealing(settings.personal_data_secret)
    work.session.add_all(_children(work.now, sealing))
    release = _release(work.now)
    releases.add(work.session, release)
    allocations.add(work.session, release.id, _shares(work.now))
    announcing.first(work, release)


def _release(now: datetime) -> Release:
    opens, made = now - timedelta(minutes=20), now - timedelta(days=2)
    event = datetime.combine((now + timedelta(days=12)).date(), datetime.min.time(), UTC)
    return Release(
        id=str(uuid.uuid5(_NAMESPACE, CODE)),
        code=CODE,
        title="五一探险乐园亲子场",
        description="一位会员带一至两个三到十二岁的孩子，一起抢、一起中。各区先留名额，到点打通。",
        venue="探险乐园",
        districts=["chaoyang", "haidian"],
        stock=_STOCK,
        remaining=_STOCK,
        opens_at=opens,
        closes_at=now + timedelta(days=4),
        event_starts_at=event + timedelta(hours=1, minutes=30),
        event_ends_at=event + timedelta(hours=8),
        return_until=event - timedelta(days=1),
        has_waiting_list=True,
        offer_minutes=120,
        eligibility={
            "least_companions": 1,
            "most_companions": 2,
            "companion_ages": {"least": 3, "most": 12},
        },
        allocated=True,
        created_at=made,
        created_by="demo",
        scheduled_at=made,
        scheduled_by="demo",
    )


def _shares(now: datetime) -> Iterator[Share]:
    """Most belongs to the districts for a day; some is kept for those whom the web leaves out."""
    for district in ("chaoyang", "haidian"):
        yield Share(f"district:{district}", 20, now + timedelta(days=1))
    yield Share("channel:sms", 6)
    yield Share("channel:counter", 4)
    yield Share("accessible", 4)


def _children(now: datetime, sealing: Sealing) -> Iterator[Child]:
    """Three members in four have a child, every fifth two; some are too young or too old."""
    for number in range(1, _MOST_MEMBERS + 1):
        if number in CHAOYANG:
            continue  # the demonstration of the classes gives them theirs
        for place in range((number % 4 != 0) + (number % 5 == 0)):
            name = _NAMES[(number + place * 3) % len(_NAMES)]
            born = date(
                now.year - 2 - (number * 3 + place * 4) % 13, number % 12 + 1, number % 28 + 1
            )
            facts = Facts(name=name, guardians=(), pickups=(), health="", allergies="")
            yield Child(
                id=str(uuid.uuid5(_NAMESPACE, f"child:{number}:{place}")),
                member_id=str(uuid.uuid5(_MEMBERS, f"member:{number}")),
                birth_date=born,
                relation=Relation.CHILD.value,
                name_index=sealing.index(name, born),
                sealed=sealing.seal(facts),
                created_at=now,
                changed_at=now,
            )
