"""From a decided selection to an approved batch, within the year's budget."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import Forbidden, InvalidInput
from services.projects.audit.rules import verify
from services.projects.batches import rules
from services.projects.errors import BudgetExceeded, SameOfficer, SelectionNotFound, WrongState
from tests.component.projects.callers import AUDITOR, CADRE, FEDERATION
from tests.component.projects.purchase import DAY, OTHER, budget, decided, plan, reserved
from tests.support import contracts


def test_approval_reserves_the_budget_and_puts_the_needs_to_tender(projects):
    survey_id, needs = decided(projects)
    budget(projects)
    drawn = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))
    batch_id = drawn["batch"]["id"]
    assert (drawn["batch"]["state"], drawn["batch"]["budget"]) == ("draft", 16_000_000)
    assert drawn["batch"]["seats"] == dict(rules.PRESETS["union"])
    assert {tender["need_id"] for tender in drawn["tenders"]} == set(needs)
    assert reserved(projects) == 0
    approved = projects.call("approve_batch", caller=OTHER, batch_id=batch_id)
    assert approved["batch"]["state"] == "approved"
    assert reserved(projects) == 16_000_000
    for need_id in needs:
        story = projects.call("get_need", caller=FEDERATION, need_id=need_id)
        assert story["need"]["state"] == "in_tender"
    (event,) = projects.events("projects.batch_approved.v1")
    contracts.check(event["type"], event["data"])
    chain = projects.call("export_audit_chain", caller=AUDITOR, chain=f"batch:{batch_id}")
    assert verify(chain["lines"].splitlines()).sequence == 2


def test_who_draws_a_batch_up_does_not_approve_it(projects):
    survey_id, _ = decided(projects)
    budget(projects)
    batch = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))["batch"]
    with pytest.raises(SameOfficer):
        projects.call("approve_batch", caller=FEDERATION, batch_id=batch["id"])
    with pytest.raises(Forbidden):
        projects.call("approve_batch", caller=CADRE, batch_id=batch["id"])
    assert reserved(projects) == 0
    told = projects.call("export_audit_chain", caller=AUDITOR, chain=f"batch:{batch['id']}")
    first, second = told["lines"].splitlines()[-2:]
    assert '"refused":"same_officer"' in first
    assert f'"actor":"{CADRE.id}"' in second
    assert '"refused":"forbidden"' in second


def test_money_that_is_not_there_is_not_reserved(projects):
    survey_id, _ = decided(projects)
    budget(projects, total=15_999_999)
    batch = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))["batch"]
    with pytest.raises(BudgetExceeded):
        projects.call("approve_batch", caller=OTHER, batch_id=batch["id"])
    budget(projects, total=16_000_000)
    projects.call("approve_batch", caller=OTHER, batch_id=batch["id"])
    with pytest.raises(BudgetExceeded):
        budget(projects, total=15_999_999)
    with pytest.raises(WrongState):
        projects.call("approve_batch", caller=OTHER, batch_id=batch["id"])
    assert reserved(projects) == 16_000_000


def test_a_cancelled_batch_frees_what_it_had_reserved(projects):
    survey_id, _ = decided(projects)
    budget(projects)
    batch = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))["batch"]
    projects.call("approve_batch", caller=OTHER, batch_id=batch["id"])
    request = {"caller": FEDERATION, "batch_id": batch["id"]}
    cancelled = projects.call("cancel_batch", reason="预算调整", **request)
    assert {tender["state"] for tender in cancelled["tenders"]} == {"cancelled"}
    assert reserved(projects) == 0
    with pytest.raises(WrongState):
        projects.call("cancel_batch", reason="再次", **request)
    again = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))["batch"]
    projects.call("approve_batch", caller=OTHER, batch_id=again["id"])
    assert reserved(projects) == again["budget"]
    (event,) = projects.events("projects.batch_cancelled.v1")
    contracts.check(event["type"], event["data"])


def test_a_call_whose_opening_has_passed_is_not_approved(projects):
    survey_id, _ = decided(projects)
    budget(projects)
    batch = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))["batch"]
    projects.clock.advance(DAY * 10)
    with pytest.raises(InvalidInput):
        projects.call("approve_batch", caller=OTHER, batch_id=batch["id"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"call_opens_at": "2020-01-01T00:00:00Z"}, "call_opens_at"),
        ({"questions_until": "2020-01-01T00:00:00Z"}, "questions_until"),
        ({"seats": {"expert": 4}}, "seats"),
        ({"seats": {"expert": 6}}, "seats"),
        ({"seats": {"expert": 4, "astrologer": 1}}, "seats"),
        ({"year": 2027}, "year"),
        ({"costs": {"0196a8a0-0000-7000-8000-000000000001": 5}}, "costs"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_by_field(projects, change, field):
    survey_id, _ = decided(projects)
    budget(projects)
    with pytest.raises(InvalidInput) as caught:
        projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id, **change))
    assert caught.value.errors[0].field.partition(".")[0] == field


def test_a_selection_makes_one_batch_and_none_makes_none(projects):
    survey_id, needs = decided(projects)
    budget(projects)
    projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))
    with pytest.raises(WrongState):
        projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))
    with pytest.raises(SelectionNotFound):
        projects.call("create_batch", caller=FEDERATION, **plan(projects, needs[0]))


@given(
    total=st.integers(0, 50),
    acts=st.lists(st.tuples(st.sampled_from(["approve", "cancel"]), st.integers(1, 20))),
)
@settings(deadline=None)
def test_the_budget_is_never_exceeded_in_any_order(total, acts):
    approved: list[int] = []
    for act, wanted in acts:
        if act == "cancel":
            if approved:
                approved.pop()
            continue
        try:
            rules.require_budget(total=total, reserved=sum(approved), wanted=wanted)
        except BudgetExceeded:
            assert sum(approved) + wanted > total
        else:
            approved.append(wanted)
        assert sum(approved) <= total
