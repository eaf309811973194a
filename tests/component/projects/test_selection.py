"""From published figures to the needs that are bought for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.errors import Forbidden, InvalidInput
from chassis.ids import uuid7
from services.projects.errors import SelectionNotFound, WrongState
from tests.component.projects.callers import AUDITOR, CADRE, DISTRICT, FEDERATION, member
from tests.component.projects.conftest import accepted
from tests.component.projects.forms import answer, published

QUOTAS = {"quotas": {"work": 1, "life": 1}}
KINDS = [("work", "job-skills"), ("work", "labour-law"), ("life", "care")]


@pytest.fixture
def vote(projects):
    """A published survey with 3, 2 and 1 votes for two work needs and one life need."""
    needs = [accepted(projects, need_class=c, kind=kind) for c, kind in KINDS]
    options = [{"code": f"n{at}", "text": str(at), "need_id": n} for at, n in enumerate(needs)]
    question = {"code": "q1", "kind": "multiple", "text": "?", "options": options, "most": 3}
    survey_id = published(projects, questions=[question])
    projects.clock.advance(timedelta(hours=1))
    for number in range(3):
        chosen = [f"n{at}" for at in range(3 - number)]
        answers = [{"question": "q1", "options": chosen}]
        answer(projects, member(f"m{number}"), survey_id, answers=answers)
    projects.clock.advance(timedelta(days=20))
    for _ in range(2):
        projects.tick("move_surveys")
    request = {"caller": FEDERATION, "survey_id": survey_id}
    projects.call("discuss_report", minutes="会议纪要", **request)
    projects.call("publish_report", **request)
    return survey_id, needs


def states(projects, needs):
    told = [projects.call("get_need", caller=FEDERATION, need_id=n)["need"] for n in needs]
    return [need["state"] for need in told]


def decide(projects, survey_id, chosen, caller=FEDERATION, **changes):
    request = QUOTAS | {"basis": "quotas", "chosen": chosen} | changes
    return projects.call("decide_selection", caller=caller, survey_id=survey_id, **request)


def test_proposals_are_shown_side_by_side(projects, vote):
    survey_id, needs = vote
    costs = dict(zip(needs, (110, 60, 40), strict=True))
    told = projects.call(
        "propose_selection",
        caller=FEDERATION,
        survey_id=survey_id,
        budget=110,
        costs=costs,
        **QUOTAS,
    )
    assert [c["votes"] for c in told["candidates"]] == [3, 2, 1]
    assert {p["basis"]: p["need_ids"] for p in told["proposals"]} == {
        "votes": needs[:2],
        "quotas": [needs[0], needs[2]],
        "greedy": [needs[0]],
        "best_fit": [needs[1], needs[2]],
    }
    assert states(projects, needs) == ["ranked"] * 3


def test_a_person_decides_and_each_difference_keeps_its_reason(projects, vote):
    survey_id, (first, second, third) = vote
    reasons = {first: "已由市级项目覆盖", second: "危化企业集中，优先"}
    kept = decide(projects, survey_id, [second, third], reasons=reasons)
    assert kept["proposed"] == [first, third]
    assert kept["chosen"] == [second, third]
    assert kept["reasons"] == reasons
    assert states(projects, [first, second, third]) == ["parked", "selected", "selected"]
    told = {
        e["data"]["need_id"]: e["data"]["reason"]
        for e in projects.events()
        if "selected" in e["type"]
    }
    assert told == {second: "危化企业集中，优先", third: ""}
    assert projects.call("get_selection", caller=AUDITOR, survey_id=survey_id) == kept


def test_a_difference_without_a_reason_decides_nothing(projects, vote):
    survey_id, needs = vote
    with pytest.raises(InvalidInput) as caught:
        decide(projects, survey_id, needs[1:], reasons={needs[0]: "x"})
    assert [error.field for error in caught.value.errors] == ["reasons"]
    assert states(projects, needs) == ["ranked"] * 3
    with pytest.raises(SelectionNotFound):
        projects.call("get_selection", caller=AUDITOR, survey_id=survey_id)


def test_nothing_over_the_budget_is_decided(projects, vote):
    survey_id, needs = vote
    money = {"basis": "greedy", "budget": 100, "costs": dict.fromkeys(needs, 60)}
    with pytest.raises(InvalidInput) as caught:
        decide(projects, survey_id, needs[:2], reasons={needs[1]: "x"}, **money)
    assert [error.field for error in caught.value.errors] == ["chosen"]
    decide(projects, survey_id, needs[:1], **money)
    assert states(projects, needs) == ["selected", "parked", "parked"]


def test_a_selection_is_decided_once(projects, vote):
    survey_id, needs = vote
    chosen = [needs[0], needs[2]]
    decide(projects, survey_id, chosen)
    with pytest.raises(WrongState):
        decide(projects, survey_id, chosen)


def test_before_the_report_is_published_nothing_is_proposed(projects):
    survey_id = published(projects)
    for method, more in [
        ("propose_selection", {}),
        ("decide_selection", {"basis": "quotas", "chosen": []}),
    ]:
        with pytest.raises(WrongState):
            projects.call(method, caller=FEDERATION, survey_id=survey_id, **QUOTAS, **more)


@pytest.mark.parametrize("caller", [CADRE, DISTRICT, AUDITOR, member("m1")])
def test_only_the_office_of_the_survey_decides(projects, vote, caller):
    survey_id, needs = vote
    with pytest.raises(Forbidden):
        decide(projects, survey_id, [needs[0], needs[2]], caller)
    assert states(projects, needs) == ["ranked"] * 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis": "greedy"}, "basis"),
        ({"basis": "lot"}, "basis"),
        ({"budget": 100}, "costs"),
        ({"budget": -1}, "budget"),
        ({"costs": {uuid7(): 5}}, "costs"),
    ],
)
def test_a_wrong_field_of_a_decision_is_named(projects, vote, changes, field):
    survey_id, needs = vote
    with pytest.raises(InvalidInput) as caught:
        decide(projects, survey_id, [needs[0], needs[2]], **changes)
    assert [error.field for error in caught.value.errors] == [field]
