"""Tenders whose ranking is fixed, with organisations behind it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from chassis.context import Caller, Role
from chassis.ids import uuid7
from chassis.work import Work
from services.projects.applications.tables import Application
from services.projects.providers.tables import Provider, ProviderUser
from services.projects.scores.tables import Ranking
from services.projects.tenders.tables import Tender
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY, approved
from tests.component.projects.test_calls import write
from tests.support.component import Component

BUDGET = 8_000_000


def organisation(number: int) -> Caller:
    """An account of the organisation with this number."""
    return Caller(kind="provider", id=f"account-{number}", roles=(Role("provider"),))


def called(projects: Component) -> list[dict[str, Any]]:
    """The two tenders of a batch whose call is over."""
    batch = approved(projects)
    write(projects, batch)
    request = {"caller": FEDERATION, "batch_id": batch["batch"]["id"]}
    tenders: list[dict[str, Any]] = projects.call("publish_call", **request)["items"]
    for days in (10, 20):
        projects.clock.advance(DAY * days)
        projects.tick("move_calls")
    return tenders


def register(projects: Component, count: int) -> None:
    """Organisations 1 to ``count``, verified, with an account each."""
    now = projects.clock.now()
    with projects.store.work() as work:
        for number in range(1, count + 1):
            provider_id = provider(number)
            work.session.add(
                Provider(
                    id=provider_id,
                    credit_code=f"{number:018d}",
                    name=f"机构{number}",
                    about="",
                    bank_sealed="",
                    state="verified",
                    reason="",
                    applied_by="x",
                    applied_at=now,
                )
            )
            work.session.flush()
            work.session.add(
                ProviderUser(
                    account_id=f"account-{number}",
                    provider_id=provider_id,
                    added_by="x",
                    added_at=now,
                )
            )


def provider(number: int) -> str:
    """The id of an organisation."""
    return f"0196a8a0-0000-7000-8000-{number:012d}"


def rank(projects: Component, tender_id: str, prices: list[int]) -> None:
    """Fix a ranking: organisation 1 first, each with its price."""
    now = projects.clock.now()
    with projects.store.work() as work:
        for place, price in enumerate(prices, start=1):
            application = Application(
                id=uuid7(),
                tender_id=tender_id,
                provider_id=provider(place),
                state="admitted",
                version=1,
                sealed="",
                receipt="",
                handed_in_at=now,
                handed_in_by="x",
                price=price,
                content={},
            )
            work.session.add(application)
        work.session.flush()
        fix(work, tender_id)


def fix(work: Work, tender_id: str) -> None:
    """The ranking of a tender's applications by organisation, as the panel left it."""
    tender = work.session.get(Tender, tender_id)
    assert tender is not None
    select = sa.select(Application).where(Application.tender_id == tender.id)
    for place, one in enumerate(
        work.session.scalars(select.order_by(Application.provider_id)), start=1
    ):
        work.session.add(
            Ranking(
                tender_id=tender.id,
                application_id=one.id,
                provider_id=one.provider_id,
                place=place,
                place_by_method=place,
                score=(100 - place) * 10_000,
                price=one.price,
                fixed_at=work.now,
            )
        )
    tender.state = "ranked"
