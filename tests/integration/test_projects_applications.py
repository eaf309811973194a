"""Applications on PostgreSQL: from the seal to admission, and when everything comes at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.database import Database
from chassis.work import Store
from services.projects.applications import store
from services.projects.errors import TooLate
from services.projects.service import Projects
from tests.component.projects import applying
from tests.component.projects.applying import PRICE, hand_in, opened_call, upload, verified
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY
from tests.component.projects.test_audit import chain
from tests.support.component import Component, settings

pytestmark = pytest.mark.postgres


@pytest.fixture
def projects(postgres, tmp_path):
    """The projects service as in component tests, on PostgreSQL."""
    postgres.create(["projects"])
    given = settings(DOCUMENTS_FOLDER=str(tmp_path / "documents"))
    made = Component(Projects, tmp_path, dependencies={"settings": given})
    made.database.close()
    made.database = Database(postgres.url_of("projects"), pool_size=20)
    made.store = Store(database=made.database, messaging=Projects.db.messaging, clock=made.clock)
    yield made
    made.close()


def test_from_the_seal_to_admission_with_the_deadline_in_between(projects):
    tender = opened_call(projects)[0]
    org = verified(projects)
    code = projects.call("invite_provider_user", caller=org)["code"]
    colleague = applying.account("org-1 too")
    projects.call("join_provider", caller=colleague, code=code)
    document = upload(projects, org, tender_id=tender["id"])

    def act(number: int) -> int | str:
        caller = (org, colleague)[number % 2]
        told = hand_in(projects, caller, tender, document_ids=[document["id"]])
        version: int = told["version"]
        return version

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(act, range(8))) == list(range(1, 9)), "one row, eight versions"

    late: list[bool] = []
    begin = threading.Barrier(5)

    def race(number: int) -> None:
        begin.wait(timeout=10)
        if number == 0:
            projects.tick("move_calls")
            return
        try:
            act(number)
        except TooLate:
            late.append(True)

    projects.clock.advance(DAY * 20)
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(race, range(5)))
    projects.tick("move_calls")
    assert late == [True] * 4, "late is late, whether or not the tick was there first"
    for office in applying.PASSPHRASES:
        applying.half(projects, tender, office, "release")
    (listed,) = projects.call("list_applications", caller=FEDERATION, tender_id=tender["id"])[
        "items"
    ]
    assert (listed["version"], listed["price"]) == (8, PRICE)
    projects.call("admit_application", caller=FEDERATION, application_id=listed["id"])
    with projects.store.reading() as reading:
        (admitted,) = store.admitted(reading.session, tender["id"])
    assert admitted.price == PRICE
    recorded = chain(projects, f"batch:{tender['batch_id']}")
    assert sum('"act":"application.seal"' in line for line in recorded) == 8 + 4
