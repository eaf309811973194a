"""One member, one voice, when everything comes at once on PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.clock import SettableClock
from chassis.context import CallContext, Caller
from chassis.database import Database
from chassis.work import Store
from services.projects.ballots.tables import Ballot, BallotVote, Voice
from services.projects.ballots.use_cases import answer_survey
from services.projects.database import messaging
from services.projects.reports.use_cases import get_report
from services.projects.sheets.counting import count_sheets
from services.projects.sheets.sealing import Sealing
from services.projects.sheets.use_cases import enter_sheet
from services.projects.surveys.use_cases import create_survey, publish_survey
from tests.component.projects.callers import CADRE, FEDERATION, UNION, member, staff
from tests.component.projects.forms import ANSWERS, QUESTIONS
from tests.support.component import EPOCH, settings

pytestmark = pytest.mark.postgres
SECRET = settings().personal_data_secret
EMPTY = {"options": [], "number": None, "text": None}
FORM = {"answers": [EMPTY | answer for answer in ANSWERS], "age_band": "", "audience": ""}
CLERK = staff("grassroots", "chaoyang/jianwai/u0002")


class Cards:
    """The members service as it answers for cards: the number is the member."""

    def call(self, _method: str, *, context: CallContext, card_nos: list[str]) -> Any:
        found = [{"card_no": c, "member_id": c.lstrip("0"), "union": UNION} for c in card_nos]
        return {"items": found}


@pytest.fixture
def store(postgres):
    postgres.create(["projects"])
    database = Database(postgres.url_of("projects"), pool_size=20)
    yield Store(database=database, messaging=messaging, clock=SettableClock(EPOCH))
    database.close()


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    """``act`` in so many threads together."""
    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(act, range(number)))


def on_behalf(store: Store, caller: Caller) -> Store:
    return store.on_behalf_of(CallContext(caller=caller))


@pytest.fixture
def survey_id(store):
    with on_behalf(store, FEDERATION).work() as work:
        survey = create_survey(
            work,
            title="调查",
            introduction="",
            questions=QUESTIONS,
            anonymous=True,
            scopes=[],
            audiences=[],
            eligible={},
            opens_at=EPOCH,
            closes_at=EPOCH + timedelta(days=1),
        )
        work.session.flush()
        publish_survey(work, survey_id=survey.id)
        return survey.id


def count(store: Store, table: type[Any]) -> int:
    with store.reading() as reading:
        return reading.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def answer(store: Store, survey_id: str, name: str) -> str:
    with on_behalf(store, member(name)).work() as work:
        return answer_survey(work, secret=SECRET, survey_id=survey_id, **FORM)["outcome"]


def test_a_member_who_answers_from_many_places_at_once_is_counted_once(store, survey_id):
    outcomes = at_once(12, lambda _: answer(store, survey_id, "m1"))
    assert Counter(outcomes) == {"counted": 1, "already_counted": 11}
    assert (count(store, Voice), count(store, Ballot), count(store, BallotVote)) == (1, 1, 6)


def enter(store: Store, survey_id: str, number: int, caller: Caller) -> str:
    with on_behalf(store, caller).work() as work:
        sheet = enter_sheet(
            work,
            sealing=Sealing(SECRET),
            survey_id=survey_id,
            sheet_no=f"S-{number}",
            card_no=f"{number:016}",
            **FORM,
        )
        return sheet.state


def test_two_clerks_who_enter_a_sheet_at_the_same_moment_make_two_entries(store, survey_id):
    states = at_once(2, lambda n: enter(store, survey_id, 1, (CADRE, CLERK)[n]))
    assert sorted(states) == ["entered", "ready"]


def test_sheets_counted_by_several_processes_while_the_web_answers_count_once(store, survey_id):
    for number in range(1, 21):
        for caller in (CADRE, CLERK):
            enter(store, survey_id, number, caller)

    def act(number: int) -> None:
        if number < 4:
            count_sheets(store, Cards(), secret=SECRET)
        else:
            answer(store, survey_id, str(number))

    at_once(16, act)
    count_sheets(store, Cards(), secret=SECRET)
    with on_behalf(store, FEDERATION).reading() as reading:
        told = get_report(reading, survey_id=survey_id)
    assert told["participants"]["total"] == count(store, Voice) == 20
    by_origin = told["participants"]["by_origin"]
    assert by_origin["paper"] == told["sheets"]["counted"]
    assert sum(by_origin.values()) == 20
    assert told["sheets"]["counted"] + told["sheets"].get("duplicate", 0) == 20
