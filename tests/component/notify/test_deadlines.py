"""Reminders of deadlines of a purchase: stored times that move, each reminder once."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.envelope import seal
from chassis.ids import uuid7
from services.notify.deadlines.rules import MILESTONES, remind_at
from services.notify.deadlines.tables import DeadlineReminder
from tests.component.notify.conftest import House
from tests.component.notify.test_purchases import (
    CITY,
    JUDGE,
    ORG,
    REVIEWER,
    Projects,
    event,
    org,
    titles,
)
from tests.support.component import EPOCH

DAY = timedelta(days=1)


@pytest.fixture
def house(component) -> House:
    made = House(component)
    made.notify.use(projects=Projects())
    return made


def at(house: House, days: float) -> str:
    return rfc3339(EPOCH + DAY * days)


def timetable(house: House, shift: float = 0) -> dict[str, str]:
    return {name: at(house, 10 * place + shift) for place, name in enumerate(MILESTONES, start=1)}


def happen(house: House, name: str, *, after: float = 0, **changes: Any) -> dict[str, Any]:
    """An envelope of what happened some hours after the beginning."""
    return dict(
        seal(
            event(name, **changes),
            at=EPOCH + timedelta(hours=after),
            correlation_id=uuid7(),
            causation_id="",
        )
    )


def hear(house: House, name: str, **changes: Any) -> None:
    house.notify.deliver(happen(house, name, **changes))


def wait_until(house: House, days: float) -> None:
    house.clock.set(EPOCH + DAY * days)
    for _ in range(2):
        house.notify.tick("remind_of_deadlines")


def reminders(house: House, caller: Any) -> list[str]:
    words = ("即将", "到期")
    return [t.partition("：")[0] for t in titles(house, caller) if any(w in t for w in words)]


@pytest.mark.parametrize(("ahead", "before"), [(10, 2), (4, 2), (2, 1), (1, 0.5)])
def test_a_reminder_comes_two_days_before_or_at_half_of_a_short_time(ahead, before):
    assert remind_at(EPOCH + DAY * ahead, now=EPOCH) == EPOCH + DAY * (ahead - before)


def test_nobody_is_reminded_of_what_has_passed():
    assert remind_at(EPOCH, now=EPOCH) is None


def test_who_began_an_application_is_reminded_once_before_the_deadline(house):
    hear(house, "application_begun", provider_id=ORG, call_closes_at=at(house, 20))
    wait_until(house, 17.9)
    assert reminders(house, org()) == []
    wait_until(house, 18)
    wait_until(house, 19)
    assert reminders(house, org()) == ["申报即将截止"]
    with house.notify.database.reading() as session:
        assert session.scalars(sa.select(DeadlineReminder.remind_at)).all() == [None]


def test_who_has_handed_in_is_not_reminded_until_the_call_is_amended(house):
    closes = at(house, 20)
    hear(house, "application_begun", provider_id=ORG, call_closes_at=closes)
    hear(house, "application_sealed", provider_id=ORG, after=1)
    wait_until(house, 10)
    hear(house, "application_outdated", provider_id=ORG, after=240)
    wait_until(house, 18)
    assert reminders(house, org()) == ["申报即将截止"]


def test_a_reminder_moves_with_the_deadline_and_comes_again_after_it(house):
    hear(house, "application_begun", provider_id=ORG, call_closes_at=at(house, 20))
    wait_until(house, 18)
    hear(house, "deadlines_moved", after=432, providers=[], reviewers=[], **timetable(house, -4))
    wait_until(house, 23.9)
    assert reminders(house, org()) == ["申报即将截止"]
    wait_until(house, 24)
    assert reminders(house, org()) == ["申报即将截止"] * 2


def test_a_correction_is_reminded_of_until_it_is_handed_in(house):
    for application_id, done in ((uuid7(), False), (uuid7(), True)):
        changes = {"application_id": application_id, "provider_id": ORG}
        hear(house, "correction_asked", correction_until=at(house, 5), **changes)
        if done:
            hear(house, "correction_handed_in", after=1, **changes)
    wait_until(house, 3)
    assert reminders(house, org()) == ["补正即将截止"]


def test_reviewers_are_reminded_of_scores_that_are_not_in(house):
    tenders = [uuid7() for _ in range(4)]
    for tender_id in tenders:
        changes = {"tender_id": tender_id, "scores_until": at(house, 10)}
        hear(house, "scoring_opened", reviewers=[REVIEWER], **changes)
    hear(house, "scores_handed_in", tender_id=tenders[0], reviewer_id=REVIEWER, after=1)
    hear(house, "reviewer_recused", tender_id=tenders[1], reviewer_id=REVIEWER, after=1)
    hear(house, "scores_counted", tender_id=tenders[2], after=1)
    wait_until(house, 8)
    assert reminders(house, JUDGE) == ["评分即将截止"]


def test_what_is_counted_already_is_not_reminded_of_although_it_is_heard_of_later(house):
    tender = {"tender_id": uuid7()}
    hear(house, "scores_counted", after=2, **tender)
    times = {"scores_until": at(house, 10), "reviewers": [REVIEWER]}
    hear(house, "scoring_opened", after=1, **tender, **times)
    hear(house, "deadlines_moved", after=3, providers=[], reviewers=[], **timetable(house, 1))
    for days in (8, 39):
        wait_until(house, days)
    assert reminders(house, JUDGE) == []


def test_a_sheet_that_was_given_back_has_a_deadline_of_its_own(house):
    hear(house, "sheet_reopened", reviewer_id=REVIEWER, until=at(house, 1))
    wait_until(house, 0.5)
    assert reminders(house, JUDGE) == ["退回的评分表即将截止"]


def test_officers_are_reminded_of_each_milestone_as_it_stands_now(house):
    hear(house, "batch_approved", **timetable(house))
    hear(house, "deadlines_moved", after=1, providers=[], reviewers=[], **timetable(house, 1))
    for place, name in enumerate(MILESTONES, start=1):
        wait_until(house, 10 * place - 2)
        assert len(reminders(house, CITY)) == place - 1, name
        wait_until(house, 10 * place - 1)
        assert len(reminders(house, CITY)) == place, name


def test_a_batch_that_was_called_off_reminds_nobody(house):
    hear(house, "batch_approved", **timetable(house))
    hear(house, "batch_cancelled", after=1, **timetable(house))
    hear(house, "deadlines_moved", after=2, providers=[], reviewers=[], **timetable(house, 1))
    for days in (9, 19, 29, 39, 49):
        wait_until(house, days)
    assert reminders(house, CITY) == []


@pytest.mark.parametrize("seed", range(6))
def test_events_in_any_order_and_twice_come_to_the_same(house, seed):
    late, done = uuid7(), uuid7()
    own = {"provider_id": ORG, "call_closes_at": at(house, 20)}
    envelopes = [
        happen(house, "batch_approved", **timetable(house)),
        happen(house, "application_begun", after=1, tender_id=late, **own),
        happen(house, "application_begun", after=1, tender_id=done, **own),
        happen(house, "application_sealed", after=2, tender_id=done, provider_id=ORG),
        happen(
            house, "deadlines_moved", after=3, providers=[], reviewers=[], **timetable(house, 5)
        ),
    ] * 2
    random.Random(seed).shuffle(envelopes)
    for envelope in envelopes:
        house.notify.deliver(envelope)
    wait_until(house, 32.9)
    assert reminders(house, org()) == []
    wait_until(house, 33)
    wait_until(house, 34)
    assert reminders(house, org()) == ["申报即将截止"]
