"""Deadlines that move by rule, and events that name everybody whom a step concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import parse_rfc3339, rfc3339
from services.projects.batches.rules import delay
from tests.component.projects import applying, review
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY, approved
from tests.component.projects.ranked import called, provider, rank, register
from tests.component.projects.review import reviewer
from tests.component.projects.test_amending import amend
from tests.component.projects.test_awards import CHEAP, answer, confirm, notice, object_to
from tests.support import contracts
from tests.support.component import EPOCH


def told(projects, name):
    """The data of all events of a type, each held against contract and sample."""
    found = projects.events(f"projects.{name}.v1")
    for event in found:
        contracts.check(event["type"], event["data"])
        assert set(event["data"]) == set(contracts.sample(event["type"]))
    return [event["data"] for event in found]


def batch_of(projects, tender):
    request = {"caller": FEDERATION, "batch_id": tender["batch_id"]}
    return projects.call("get_batch", **request)["batch"]


def ask(projects, org, tender):
    request = {"tender_id": tender["id"], "text": "场地由谁提供？"}
    return projects.call("ask_about_call", caller=org, **request)["id"]


def reply(projects, question_id):
    request = {"question_id": question_id, "answer": "工会"}
    projects.call("answer_about_call", caller=FEDERATION, **request)


def due(projects, tender):
    batch = batch_of(projects, tender)
    names = ("call_closes_at", "scores_until", "award_notice_at")
    return [parse_rfc3339(batch[name]) for name in names]


@pytest.mark.parametrize(
    ("closes", "late", "until", "moved"),
    [(0, None, 5, 5), (0, 5, 7, 2), (0, 5, 3, 0), (8, 5, 9, 1), (0, None, 0, 0), (3, None, 1, 0)],
)
def test_what_follows_a_call_moves_by_the_delay_of_the_last_one_to_close(
    closes, late, until, moved
):
    spans = {"closes_at": EPOCH + DAY * closes, "now_until": EPOCH + DAY * until}
    closed_late_at = None if late is None else EPOCH + DAY * late
    assert delay(closed_late_at=closed_late_at, **spans) == DAY * moved


def test_reviewers_keep_their_time_when_a_call_is_put_off_by_an_amendment(projects):
    tender = applying.opened_call(projects)[0]
    review.panel(projects, {"batch_id": tender["batch_id"], "tender_id": tender["id"]})
    org, idle = applying.verified(projects), applying.verified(projects, "org-2", 2)
    applying.hand_in(projects, org, tender)
    before = due(projects, tender)
    projects.clock.advance(DAY * 18)
    amend(projects, tender)
    assert due(projects, tender) == [moment + DAY * 3 for moment in before]
    (moved,) = told(projects, "deadlines_moved")
    assert (moved["because"], len(moved["providers"])) == ("amended", 1)
    assert moved["reviewers"] == [f"m{at}" for at in range(7)]
    assert moved["scores_until"] == batch_of(projects, tender)["scores_until"]
    (amended,) = told(projects, "call_amended")
    own = projects.call("get_my_provider", caller=idle)["provider"]["id"]
    assert amended["providers"] == [own], "who applied hears that it must be confirmed"
    desk = projects.call("get_desk", caller=reviewer("m0"))
    assert desk["items"][0]["scores_until"] == moved["scores_until"]


def test_reviewers_keep_their_time_when_a_late_answer_closes_a_call_late(projects):
    tender, other = applying.opened_call(projects)
    org = applying.verified(projects)
    questions = [ask(projects, org, one) for one in (tender, tender, other)]
    closes, scores, notice_at = due(projects, tender)
    projects.clock.set(closes + DAY * 2)
    reply(projects, questions[0])
    assert told(projects, "deadlines_moved") == [], "another question keeps it open"
    reply(projects, questions[1])
    assert due(projects, tender) == [closes, scores + DAY * 2, notice_at + DAY * 2]
    projects.clock.advance(DAY * 3)
    reply(projects, questions[2])
    assert due(projects, tender) == [closes, scores + DAY * 5, notice_at + DAY * 5]
    assert [moved["because"] for moved in told(projects, "deadlines_moved")] == ["answered"] * 2
    projects.tick("move_calls")
    assert projects.call("get_call", tender_id=other["id"])["state"] == "opening"


def test_an_answer_in_time_moves_nothing(projects):
    tender = applying.opened_call(projects)[0]
    question = ask(projects, applying.verified(projects), tender)
    before = due(projects, tender)
    reply(projects, question)
    assert due(projects, tender) == before
    assert told(projects, "deadlines_moved") == []


def test_who_asked_and_who_applied_hear_of_an_answer(projects):
    tender = applying.opened_call(projects)[0]
    asking, applied, _idle = (
        applying.verified(projects, f"org-{number}", number) for number in (1, 2, 3)
    )
    applying.hand_in(projects, applied, tender)
    question = ask(projects, asking, tender)
    reply(projects, question)
    (answered,) = told(projects, "question_answered")
    own = [projects.call("get_my_provider", caller=org) for org in (asking, applied)]
    assert answered["providers"] == sorted(each["provider"]["id"] for each in own)


def test_an_application_begins_with_its_first_file_and_once(projects):
    tender = applying.opened_call(projects)[0]
    org, other = applying.verified(projects), applying.verified(projects, "org-2", 2)
    for raw in (applying.PDF, applying.PDF + b"2"):
        applying.upload(projects, org, tender_id=tender["id"], raw=raw)
    applying.hand_in(projects, other, tender)
    applying.upload(projects, other, tender_id=tender["id"])
    (begun,) = told(projects, "application_begun")
    assert (
        begun["call_closes_at"]
        == projects.call("get_call", tender_id=tender["id"])["call_closes_at"]
    )
    applying.hand_in(projects, other, tender)
    assert [each["step"] for each in told(projects, "application_sealed")] == ["seal", "replace"]
    told(projects, "call_published")
    told(projects, "call_opened")


def test_a_need_that_becomes_a_project_tells_all_who_handed_it_in(projects):
    approved(projects)
    tendered = told(projects, "need_tendered")
    assert [each["unions"] for each in tendered] == [["chaoyang/jianwai/u0001"]] * 2
    told(projects, "need_selected")
    told(projects, "batch_approved")


def test_a_review_tells_reviewers_what_is_theirs(projects):
    found = review.scoring(projects, 5_000_000, 6_000_000)
    (opened,) = told(projects, "scoring_opened")
    assert opened["reviewers"] == [f"m{at}" for at in range(7)]
    one, two = found["applications"]
    review.score(projects, one, "m0", plan=80, team=80)
    assert told(projects, "scores_handed_in") == []
    review.score(projects, two, "m0", plan=70, team=70)
    assert [each["reviewer_id"] for each in told(projects, "scores_handed_in")] == ["m0"]
    until = rfc3339(projects.clock.now() + DAY)
    projects.call(
        "reopen_sheet",
        caller=FEDERATION,
        application_id=two,
        reviewer_id="m0",
        until=until,
        reason="打字有误",
    )
    assert [(e["reviewer_id"], e["until"]) for e in told(projects, "sheet_reopened")] == [
        ("m0", until)
    ]
    review.declare(projects, found["tender_id"], "m2", conflict=True, reason="同事")
    seats = told(projects, "reviewer_called")
    assert [seat["alternate"] for seat in seats] == [False] * 7 + [True]
    told(projects, "reviewer_recused")
    request = {"caller": FEDERATION, "tender_id": found["tender_id"]}
    request |= {"minutes": 20, "pause": 5, "place": "301"}
    for hours in (2, 3):
        starts = rfc3339(projects.clock.now() + timedelta(hours=hours))
        projects.call("plan_presentations", starts_at=starts, **request)
    planned = told(projects, "presentations_planned")
    assert [each["moved"] for each in planned] == [False, True]
    assert seats[-1]["reviewer_id"] in planned[0]["reviewers"]
    assert "m2" not in planned[0]["reviewers"]


def test_an_award_tells_every_applicant_what_becomes_of_it(projects):
    tenders = [tender["id"] for tender in called(projects)]
    register(projects, 4)
    for tender_id in tenders:
        rank(projects, tender_id, [CHEAP, CHEAP])
        notice(projects, tender_id)
    both = [provider(1), provider(2)]
    assert [each["providers"] for each in told(projects, "award_noticed")] == [both, both]
    objection = object_to(projects, tenders[0])
    (suspended,) = told(projects, "standstill_suspended")
    assert (suspended["providers"], suspended["state"]) == (both, "contested")
    projects.clock.advance(DAY)
    answer(projects, objection, "dismiss")
    (resumed,) = told(projects, "standstill_resumed")
    assert resumed["state"] == "standstill"
    projects.clock.set(parse_rfc3339(resumed["objections_until"]))
    confirm(projects, tenders[0])
    assert told(projects, "results_published") == []
    confirm(projects, tenders[1])
    (results,) = told(projects, "results_published")
    assert (results["projects"], results["awarded"], results["providers"]) == (2, 2, both)
    assert results["unions"] == ["chaoyang/jianwai/u0001"]
    told(projects, "award_confirmed")
    told(projects, "award_letter_issued")


def test_an_award_that_is_judged_again_tells_the_panel(projects):
    tender_id = called(projects)[0]["id"]
    register(projects, 4)
    rank(projects, tender_id, [CHEAP, CHEAP])
    notice(projects, tender_id)
    answer(projects, object_to(projects, tender_id), "rescore")
    (void,) = told(projects, "award_annulled")
    assert (void["state"], void["reason"], void["reviewers"]) == ("void", "已核实", [])
