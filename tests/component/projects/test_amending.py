"""Amending a call: sealed applications are stale until confirmed or replaced, and there is time."""

from __future__ import annotations

import pytest

from chassis.clock import rfc3339
from chassis.errors import Forbidden, InvalidInput
from services.projects.errors import WrongState
from tests.component.projects.applying import (
    REQUIREMENTS,
    WRITTEN,
    close,
    hand_in,
    open_seal,
    opened_call,
    verified,
)
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY
from tests.component.projects.test_applications import acts
from tests.support import contracts

MORE = REQUIREMENTS + "\n手语翻译"
THREE = [*WRITTEN["answers"], {"line": 3, "answer": "两名"}]


def amend(projects, tender, caller=FEDERATION, **change):
    request = {"tender_id": tender["id"], "requirements": MORE, "reason": "增加听障职工"}
    return projects.call("amend_call", caller=caller, **request | change)


def state(projects, org, application_id):
    request = {"caller": org, "application_id": application_id}
    return projects.call("get_application", **request)["state"]


def test_what_was_sealed_is_confirmed_or_replaced_or_stays_closed(projects):
    tender, other = opened_call(projects)
    orgs = [verified(projects, f"org-{number}", number) for number in (1, 2, 3)]
    ids = [hand_in(projects, org, tender)["application_id"] for org in orgs]
    untouched = hand_in(projects, orgs[0], other)["application_id"]
    before = projects.call("get_call", tender_id=tender["id"])
    after = amend(projects, tender)
    assert after["requirements"] == MORE
    assert after["method_sha256"] == before["method_sha256"]
    assert after["call_closes_at"] == before["call_closes_at"], "there is time enough"
    assert after["amended_at"] == rfc3339(projects.clock.now())
    assert [state(projects, *pair) for pair in zip(orgs, ids, strict=True)] == ["stale"] * 3
    assert state(projects, orgs[0], untouched) == "sealed"
    confirm = {"caller": orgs[0], "application_id": ids[0]}
    assert projects.call("confirm_application", **confirm)["state"] == "sealed"
    with pytest.raises(WrongState):
        projects.call("confirm_application", **confirm)
    with pytest.raises(InvalidInput, match="fields"):
        hand_in(projects, orgs[1], tender)
    hand_in(projects, orgs[1], tender, answers=THREE)
    close(projects)
    open_seal(projects, tender)
    states = [state(projects, *pair) for pair in zip(orgs, ids, strict=True)]
    assert states == ["opened", "opened", "stale"]
    assert len(projects.events("projects.application_outdated.v1")) == 3
    for event_type in ("application_outdated", "call_amended"):
        for event in projects.events(f"projects.{event_type}.v1"):
            contracts.check(event["type"], event["data"])
    assert any('"act":"call.amend"' in act for act in acts(projects, tender))


def test_a_deadline_that_is_too_near_moves_and_all_after_it(projects):
    tender = opened_call(projects)[0]
    projects.clock.advance(DAY * 18)
    after = amend(projects, tender)
    assert after["call_closes_at"] == rfc3339(projects.clock.now() + DAY * 5)
    batch = projects.call("get_batch", caller=FEDERATION, batch_id=tender["batch_id"])["batch"]
    assert batch["scores_until"] == rfc3339(projects.clock.now() + DAY * 15)
    projects.clock.advance(DAY * 4)
    hand_in(projects, verified(projects), tender, answers=THREE)


def test_only_an_open_call_is_amended_by_the_federation_and_by_something(projects):
    tender = opened_call(projects)[0]
    with pytest.raises(Forbidden):
        amend(projects, tender, verified(projects))
    with pytest.raises(InvalidInput):
        amend(projects, tender, requirements=REQUIREMENTS)
    projects.clock.advance(DAY * 20)
    with pytest.raises(WrongState):
        amend(projects, tender)
