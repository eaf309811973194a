"""Awards on PostgreSQL, when everything comes at once; and releases that stay as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from chassis.context import ANONYMOUS
from chassis.database import Database
from chassis.errors import DomainError
from chassis.work import Store
from services.projects.audit.rules import verify
from services.projects.service import Projects
from tests.component.projects.callers import AUDITOR, FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.ranked import BUDGET, called, organisation, rank, register
from tests.component.projects.test_audit import chain
from tests.support.component import Component, settings

pytestmark = pytest.mark.postgres
APPLICANTS = 6
TAMPERING = (
    "UPDATE ocds_releases SET body = '{}'",
    "DELETE FROM ocds_releases",
    "TRUNCATE ocds_releases",
    "UPDATE audit_entries SET hash = ''",
    "DELETE FROM audit_entries",
    "TRUNCATE audit_entries",
    "UPDATE audit_published_heads SET hash = ''",
    "DELETE FROM audit_published_heads",
    "TRUNCATE audit_published_heads",
)


@pytest.fixture
def projects(postgres, tmp_path):
    """The projects service as in component tests, on PostgreSQL."""
    postgres.create(["projects"])
    made = Component(Projects, tmp_path, dependencies={"settings": settings()})
    made.database.close()
    made.database = Database(postgres.url_of("projects"), pool_size=20)
    made.store = Store(database=made.database, messaging=Projects.db.messaging, clock=made.clock)
    yield made
    made.close()


def at_once(calls):
    """What each of ``calls`` came to: its answer or its error's name."""

    def outcome(call):
        try:
            return call()
        except DomainError as error:
            return type(error).__name__

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(outcome, calls))


def states(told):
    """The states of the awards that were told; an error tells none."""
    return [one["state"] for one in told["awards"]] if isinstance(told, dict) else told


def test_one_award_stands_whatever_comes_at_once(projects):
    tenders = [tender["id"] for tender in called(projects)]
    register(projects, APPLICANTS)
    for tender_id in tenders:
        rank(projects, tender_id, [BUDGET] * APPLICANTS)
    federation = {"caller": FEDERATION}

    def notice(tender_id):
        return lambda: projects.call("publish_award_notice", tender_id=tender_id, **federation)

    noticed = at_once([notice(tender_id) for tender_id in tenders * 4])
    assert sorted(map(str, map(states, noticed))) == ["WrongState"] * 6 + ["['standstill']"] * 2

    def objection(number):
        request = {"tender_id": tenders[0], "text": "不服"}
        caller = organisation(number)
        return lambda: projects.call("file_objection", caller=caller, **request)

    filed = at_once([objection(number) for number in range(1, APPLICANTS + 1)])
    assert [one["state"] for one in filed] == ["filed"] * APPLICANTS
    assert len(projects.events("projects.objection_filed.v1")) == APPLICANTS

    def answer(number, outcome):
        request = {"objection_id": filed[number]["id"], "outcome": outcome, "answer": "已核实"}
        return lambda: projects.call("answer_objection", **request, **federation)

    answered = at_once([answer(number, "annul") for number in range(APPLICANTS)])
    assert answered.count("WrongState") == APPLICANTS - 1, "one is upheld, the others settled"
    projects.clock.advance(DAY * 20)

    def confirm(tender_id):
        return lambda: projects.call("confirm_award", caller=OTHER, tender_id=tender_id)

    def refuse(tender_id):
        request = {"tender_id": tender_id, "reason": "放弃"}
        return lambda: projects.call("refuse_award", **request, **federation)

    at_once([act(tender_id) for tender_id in tenders for act in (confirm, refuse, confirm)])
    for tender_id in tenders:
        told = projects.call("get_award", caller=ANONYMOUS, tender_id=tender_id)
        live = [s for s in states(told) if s in ("standstill", "contested", "confirmed")]
        assert len(live) == 1
        assert states(told)[-1] in ("standstill", "confirmed")
    batch = projects.call("list_batches", **federation)["items"][0]
    lines = chain(projects, f"batch:{batch['id']}")
    assert verify(lines).sequence == len(lines) - 1
    records = projects.call("list_ocds_records", caller=AUDITOR, batch=batch["code"])["records"]
    assert len(records) == len(tenders)
    projects.tick("publish_audit_heads")
    refuses_to_change_what_was_told(projects)


def refuses_to_change_what_was_told(projects):
    before = projects.call("list_ocds_releases", caller=ANONYMOUS)
    for statement in TAMPERING:
        with pytest.raises(sa.exc.DBAPIError, match="never changed"), projects.store.work() as work:
            work.session.execute(sa.text(statement))
    assert projects.call("list_ocds_releases", caller=ANONYMOUS) == before
