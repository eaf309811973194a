"""Tenders and their calls: fixed before they open, asked about in public, closed by the clock."""

from __future__ import annotations

import json

import pytest

from chassis.context import ANONYMOUS, Caller, Role
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.projects.errors import QuestionNotFound, TenderNotFound, WrongState
from services.projects.tenders.rules import Criterion, method_hash
from tests.component.projects.callers import AUDITOR, FEDERATION
from tests.component.projects.purchase import DAY, approved
from tests.support import contracts

PROVIDER = Caller(kind="provider", id="org-1", roles=(Role("provider"),))
CRITERIA = [
    {"code": "plan", "text": "方案", "weight": 60},
    {"code": "team", "text": "团队", "weight": 40},
]
WRITTEN = {"requirements": "每月两次", "criteria": CRITERIA, "adaptations": ["deaf"]}


def write(projects, batch):
    for tender in batch["tenders"]:
        projects.call("write_tender", caller=FEDERATION, tender_id=tender["id"], **WRITTEN)


@pytest.fixture
def called(projects):
    """A published call; it opens in ten days and closes in thirty."""
    batch = approved(projects)
    write(projects, batch)
    batch_id = batch["batch"]["id"]
    return projects.call("publish_call", caller=FEDERATION, batch_id=batch_id)["items"]


def look(projects, tender, caller=ANONYMOUS):
    return projects.call("get_call", caller=caller, tender_id=tender["id"])


def ask(projects, tender, caller=PROVIDER):
    request = {"tender_id": tender["id"], "text": "场地由谁提供？"}
    return projects.call("ask_about_call", caller=caller, **request)


def test_a_call_is_published_whole_with_its_methods_fixed(projects):
    batch = approved(projects)
    request = {"caller": FEDERATION, "batch_id": batch["batch"]["id"]}
    with pytest.raises(WrongState):
        projects.call("publish_call", **request)
    tender = batch["tenders"][0]
    with pytest.raises(TenderNotFound):
        look(projects, tender)
    assert look(projects, tender, FEDERATION)["state"] == "draft"
    write(projects, batch)
    for told in projects.call("publish_call", **request)["items"]:
        criteria = [Criterion(**criterion) for criterion in CRITERIA]
        fixed = method_hash(code=told["code"], method="drop_extremes", criteria=criteria)
        assert (told["state"], told["method_sha256"]) == ("published", fixed)
        assert look(projects, told) == told
    lines = projects.call(
        "export_audit_chain", caller=AUDITOR, chain=f"batch:{batch['batch']['id']}"
    )["lines"].splitlines()[1:]
    acts = [(one["act"], "refused" in one["data"]) for one in map(json.loads, lines)]
    assert acts[-4:] == [
        ("batch.call", True),
        ("tender.write", False),
        ("tender.write", False),
        ("batch.call", False),
    ]
    projects.clock.advance(DAY * 10)
    projects.tick("move_calls")
    assert '"act":"call.open"' in "".join(
        projects.call("export_audit_chain", caller=AUDITOR, chain=f"batch:{batch['batch']['id']}")[
            "lines"
        ].splitlines()[-2:]
    )
    (event,) = projects.events("projects.call_published.v1")
    contracts.check(event["type"], event["data"])
    with pytest.raises(WrongState):
        projects.call("write_tender", caller=FEDERATION, tender_id=tender["id"], **WRITTEN)


@pytest.mark.parametrize(
    "criteria",
    [
        [{"code": "a", "text": "a", "weight": 99}],
        [{"code": "a", "text": "a", "weight": 50}, {"code": "a", "text": "b", "weight": 50}],
    ],
)
def test_criteria_that_cannot_be_scored_by_are_refused(projects, criteria):
    tender = approved(projects)["tenders"][0]
    with pytest.raises(InvalidInput) as caught:
        projects.call(
            "write_tender",
            caller=FEDERATION,
            tender_id=tender["id"],
            **WRITTEN | {"criteria": criteria},
        )
    assert caught.value.errors[0].field == "criteria"


def test_a_call_opens_and_closes_by_its_stored_times(projects, called):
    (first, second) = called
    assert [look(projects, t)["state"] for t in called] == ["published"] * 2
    projects.clock.advance(DAY * 10)
    for _ in range(2):
        projects.tick("move_calls")
    assert [look(projects, t)["state"] for t in called] == ["open"] * 2
    question = ask(projects, first)
    projects.clock.advance(DAY * 20)
    projects.tick("move_calls")
    assert look(projects, first)["state"] == "open", "a question is open"
    assert look(projects, second)["state"] == "opening"
    request = {"caller": FEDERATION, "question_id": question["id"], "answer": "由工会提供"}
    projects.call("answer_about_call", **request)
    projects.tick("move_calls")
    assert look(projects, first)["state"] == "opening"
    for event_type in ("call_opened", "call_closed", "question_asked", "question_answered"):
        events = projects.events(f"projects.{event_type}.v1")
        assert len(events) == (2 if event_type.startswith("call") else 1)
        for event in events:
            contracts.check(event["type"], event["data"])
            assert PROVIDER.id not in str(event["data"])


def test_questions_are_read_by_all_without_names(projects, called):
    tender = called[0]
    asked = ask(projects, tender)
    assert set(asked) == {"id", "text", "asked_at", "answer", "answered_at"}
    (shown,) = look(projects, tender)["questions"]
    assert shown == asked
    request = {"caller": FEDERATION, "question_id": asked["id"], "answer": "由工会提供"}
    answered = projects.call("answer_about_call", **request)
    assert answered["answer"] == "由工会提供"
    with pytest.raises(WrongState):
        projects.call("answer_about_call", **request)
    with pytest.raises(QuestionNotFound):
        projects.call("answer_about_call", **request | {"question_id": tender["id"]})


def test_only_organisations_ask_and_only_in_time(projects, called):
    tender = called[0]
    with pytest.raises(Unauthenticated):
        ask(projects, tender, ANONYMOUS)
    with pytest.raises(Forbidden):
        ask(projects, tender, FEDERATION)
    projects.clock.advance(DAY * 20)
    with pytest.raises(WrongState):
        ask(projects, tender)


def test_everybody_lists_what_is_published(projects, called):
    page = projects.call("list_calls", caller=ANONYMOUS, need_class="work")
    assert {item["id"] for item in page["items"]} == {tender["id"] for tender in called}
    assert projects.call("list_calls", caller=ANONYMOUS, need_class="life")["items"] == []
    assert projects.call("list_calls", caller=ANONYMOUS, state="open")["items"] == []
    first = projects.call("list_calls", caller=ANONYMOUS, limit=1)
    second = projects.call("list_calls", caller=ANONYMOUS, limit=1, cursor=first["next_cursor"])
    assert first["items"] != second["items"]
    assert second["next_cursor"] is None
