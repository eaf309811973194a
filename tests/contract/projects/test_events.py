"""What the projects service publishes keeps its contracts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import uuid7
from services.projects.needs.rules import STATES
from services.projects.service import Projects
from services.projects.surveys.rules import STATES as SURVEY_STATES
from tests.component.projects.callers import CADRE, FEDERATION
from tests.component.projects.conftest import WRITTEN
from tests.component.projects.forms import published
from tests.support import contracts
from tests.support.component import settings
from tests.support.erasure import member_erased

TYPES = contracts.types_of("projects")


@pytest.mark.parametrize("event_type", TYPES)
def test_the_sample_keeps_the_contract(event_type):
    contracts.check(event_type, contracts.sample(event_type))


def test_every_step_is_published_by_contract(component):
    projects = component(Projects, dependencies={"settings": settings()})
    made = [projects.call("create_need", caller=CADRE, **WRITTEN)["id"] for _ in range(3)]
    projects.call("reject_need", caller=FEDERATION, need_id=made.pop(), reason="已有同类项目")
    for need_id in made:
        projects.call("accept_need", caller=FEDERATION, need_id=need_id)
    first, second = made
    projects.call("merge_needs", caller=FEDERATION, canonical_id=first, need_ids=[second])
    projects.call("unmerge_need", caller=FEDERATION, need_id=second, reason="对象不同")
    projects.call("withdraw_need", caller=CADRE, need_id=first, reason="已解决")
    events = projects.events()
    assert {event["type"] for event in events} == {
        STATES.steps[step].event
        for step in ("submit", "reject", "accept", "merge", "unmerge", "withdraw")
    }
    for event in events:
        contracts.check(event["type"], event["data"])
        assert event["subject"] == event["data"]["need_id"]
        assert set(event["data"]) == set(contracts.sample(event["type"]))
    told = {event["type"]: event["data"]["merged_into"] for event in events}
    assert told["projects.need_merged.v1"] == told["projects.need_unmerged.v1"] == first


def test_a_survey_opens_and_closes_by_contract(component):
    projects = component(Projects, dependencies={"settings": settings()})
    published(projects, scopes=["chaoyang"])
    for days in (1, 30):
        projects.clock.advance(timedelta(days=days))
        projects.tick("move_surveys")
    events = projects.events()
    assert [event["type"] for event in events] == [
        SURVEY_STATES.steps[step].event for step in ("open", "close")
    ]
    for event in events:
        contracts.check(event["type"], event["data"])
        assert set(event["data"]) == set(contracts.sample(event["type"]))


def test_an_erasure_is_answered_by_contract(component):
    projects = component(Projects, dependencies={"settings": settings()})
    projects.deliver(member_erased(uuid7()))
    (told,) = projects.events()
    contracts.check("projects.member_erased.v1", told["data"])
    assert set(told["data"]) == set(contracts.sample("projects.member_erased.v1"))
