"""Awards under anything in any order: no state by a forbidden way, no money beyond the budgets."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.errors import DomainError
from services.projects.awards.tables import Award, Objection
from services.projects.service import Projects
from services.projects.tenders.tables import Tender
from tests.component.projects.callers import AUDITOR, FEDERATION
from tests.component.projects.purchase import OTHER
from tests.component.projects.ranked import BUDGET, called, fix, organisation, rank, register
from tests.support.component import Component
from tests.support.component import settings as environ

RANKED = 3
ENDED = {"annulled", "void", "refused"}
STATE_OF_TENDER = {"standstill": "standstill", "contested": "suspended", "confirmed": "awarded"}
WHICH = st.sampled_from([0, 0, 0, 1])
# The fourth organisation did not apply; days are few, so that much happens within a standstill.
ACTS = st.one_of(
    st.tuples(st.just("notice"), WHICH, st.none()),
    st.tuples(st.just("object"), WHICH, st.sets(st.integers(1, RANKED + 1), min_size=1)),
    st.tuples(
        st.just("answer"), WHICH, st.sampled_from(["dismiss", "dismiss", "rescore", "annul"])
    ),
    st.tuples(st.just("answer"), WHICH, st.just("dismiss")),
    st.tuples(st.just("confirm"), WHICH, st.sampled_from([FEDERATION, OTHER, OTHER, AUDITOR])),
    st.tuples(st.just("refuse"), WHICH, st.none()),
    st.tuples(st.just("wait"), WHICH, st.sampled_from([1, 2, 12])),
    st.tuples(st.just("judge again"), WHICH, st.none()),
)


class House:
    """Two tenders of the real service on SQLite, with offices and applicants around them."""

    def __init__(self, projects: Component, prices: list[int]) -> None:
        self.projects = projects
        self.tenders = [tender["id"] for tender in called(projects)]
        register(projects, RANKED + 1)
        for at, tender_id in enumerate(self.tenders):
            rank(projects, tender_id, prices[at * RANKED :][:RANKED])
            self.attempt("publish_award_notice", FEDERATION, tender_id=tender_id)
        self.before: dict[str, str] = {}

    def attempt(self, method: str, caller: Any, **request: Any) -> None:
        with suppress(DomainError):
            self.projects.call(method, caller=caller, **request)

    def act(self, name: str, tender_id: str, how: Any) -> None:
        if name == "notice":
            self.attempt("publish_award_notice", FEDERATION, tender_id=tender_id)
        elif name == "object":
            for number in sorted(how):
                caller = organisation(number)
                self.attempt("file_objection", caller, tender_id=tender_id, text="不服")
        elif name == "answer":
            self.answer(tender_id, how)
        elif name == "confirm":
            self.attempt("confirm_award", how, tender_id=tender_id)
        elif name == "refuse":
            self.attempt("refuse_award", FEDERATION, tender_id=tender_id, reason="放弃")
        elif name == "wait":
            self.projects.clock.advance(timedelta(days=how))
        else:
            with self.projects.store.work() as work:
                tender = work.session.get(Tender, tender_id)
                if tender.state == "moderation":
                    fix(work, tender_id)

    def answer(self, tender_id: str, outcome: str) -> None:
        """One that waits or, if none does, one that has its answer."""
        with self.projects.database.reading() as session:
            select = sa.select(Objection).where(Objection.tender_id == tender_id)
            found = sorted(session.scalars(select), key=lambda one: (one.state != "filed", one.id))
        if found:
            request = {"objection_id": found[0].id, "outcome": outcome, "answer": "已核实"}
            self.attempt("answer_objection", FEDERATION, **request)

    def check(self) -> None:
        with self.projects.database.reading() as session:
            awards = session.scalars(sa.select(Award)).all()
            tenders = {tender.id: tender.state for tender in session.scalars(sa.select(Tender))}
            filed = sa.select(Objection.award_id).where(Objection.state == "filed")
            waiting = set(session.scalars(filed))
        live = [award for award in awards if award.state not in ENDED]
        assert all(count == 1 for count in Counter(award.tender_id for award in live).values())
        assert sum(award.price for award in live) <= len(self.tenders) * BUDGET
        assert {award.id for award in awards if award.state == "contested"} == waiting
        for award in awards:
            self.check_way(award, tenders[award.tender_id])
        self.before = {award.id: award.state for award in awards}

    def check_way(self, award: Award, tender_state: str) -> None:
        before = self.before.get(award.id, "standstill")
        assert award.price <= BUDGET
        assert before not in ENDED or award.state == before
        assert before != "confirmed" or award.state in ("confirmed", "refused")
        if award.state in STATE_OF_TENDER:
            assert tender_state == STATE_OF_TENDER[award.state]
        if award.state == "confirmed":
            assert before in ("standstill", "confirmed")
            assert award.objections_until <= self.projects.clock.now()
            assert award.decided_by != award.noticed_by


@contextmanager
def service() -> Iterator[Component]:
    with tempfile.TemporaryDirectory() as folder:
        dependencies = {"settings": environ()}
        projects = Component(Projects, Path(folder), dependencies=dependencies)
        try:
            yield projects
        finally:
            projects.close()


@given(
    prices=st.lists(st.sampled_from([1, BUDGET, BUDGET, BUDGET + 1]), min_size=6, max_size=6),
    acts=st.lists(ACTS, min_size=15, max_size=25),
)
# Without shrinking: each try is a service of its own, and a failure would take minutes.
@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_no_order_of_acts_awards_what_is_not_due_or_not_paid_for(prices, acts):
    with service() as projects:
        house = House(projects, prices)
        house.check()
        for name, which, how in acts:
            house.act(name, house.tenders[which], how)
            house.check()
