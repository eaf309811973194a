"""From a fixed ranking to the award: notice, objections, reserve, letters, results."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chassis.clock import parse_rfc3339
from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, Unauthenticated
from services.projects.audit.rules import verify
from services.projects.errors import (
    BatchNotFound,
    HolidaysUnknown,
    NoticeOver,
    ObjectionNotFound,
    SameOfficer,
    StandstillRunning,
    TenderNotFound,
    WrongState,
)
from services.projects.tenders.tables import Tender
from tests.component.projects.callers import AUDITOR, CADRE, DISTRICT, FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.ranked import (
    BUDGET,
    called,
    fix,
    organisation,
    provider,
    rank,
    register,
)
from tests.component.projects.test_opendata import records, releases
from tests.support import contracts
from tests.support.standards import ocds_merge, ocds_problems, ocds_schema

CHEAP = BUDGET - 100


@pytest.fixture
def ranked(projects):
    """Two tenders, each with three organisations ranked; a fourth did not apply."""
    tenders = called(projects)
    register(projects, 4)
    for tender in tenders:
        rank(projects, tender["id"], [CHEAP, CHEAP, CHEAP])
    return [tender["id"] for tender in tenders]


def notice(projects, tender_id, **more):
    request = {"caller": FEDERATION, "tender_id": tender_id} | more
    return projects.call("publish_award_notice", **request)


def confirm(projects, tender_id, caller=OTHER):
    return projects.call("confirm_award", caller=caller, tender_id=tender_id)


def object_to(projects, tender_id, number=2):
    request = {"tender_id": tender_id, "text": "评分与招标公告不符"}
    return projects.call("file_objection", caller=organisation(number), **request)


def answer(projects, objection, outcome):
    request = {"objection_id": objection["id"], "outcome": outcome, "answer": "已核实"}
    return projects.call("answer_objection", caller=FEDERATION, **request)


def acts(projects):
    """What the batch's chain says was done, or refused and why, after it was verified."""
    (chain,) = [
        head["chain"]
        for head in projects.call("list_audit_heads", caller=ANONYMOUS)["items"]
        if head["chain"].startswith("batch:")
    ]
    lines = projects.call("export_audit_chain", caller=AUDITOR, chain=chain)["lines"].splitlines()
    verify(lines)
    entries = [json.loads(line) for line in lines[1:]]
    return [" ".join((one["act"], one["data"].get("refused", ""))).strip() for one in entries]


def test_a_tender_is_awarded_after_its_standstill_and_all_are_written_to(projects, ranked):
    told = notice(projects, ranked[0])
    assert told["state"] == "standstill"
    (award,) = told["awards"]
    assert (award["provider_name"], award["score"], award["price"]) == ("机构1", "99.0000", CHEAP)
    # Wednesday 24 June; seven working days after it end with Friday 3 July.
    assert award["objections_until"] == "2026-07-03T16:00:00.000000Z"
    assert [one["provider_name"] for one in told["ranking"]] == ["机构1", "机构2", "机构3"]
    assert told["letters"] == []
    projects.clock.set(parse_rfc3339(award["objections_until"]) - timedelta(seconds=1))
    with pytest.raises(StandstillRunning):
        confirm(projects, ranked[0])
    projects.clock.advance(timedelta(seconds=1))
    with pytest.raises(SameOfficer):
        confirm(projects, ranked[0], FEDERATION)
    told = confirm(projects, ranked[0])
    assert (told["state"], told["awards"][0]["state"]) == ("awarded", "confirmed")
    assert [(one["outcome"], one["reason"]) for one in told["letters"]] == [
        ("won", "best_score"),
        ("reserve", "lower_score"),
        ("lost", "lower_score"),
    ]
    letters = [event["data"] for event in projects.events("projects.award_letter_issued.v1")]
    assert [(one["outcome"], one["place"], one["reason"]) for one in letters] == [
        ("won", 1, "best_score"),
        ("reserve", 2, "lower_score"),
        ("lost", 3, "lower_score"),
    ]
    assert [one["score"] for one in letters] == ["99.0000", "98.0000", "97.0000"]
    assert acts(projects)[-4:] == [
        "award.notice",
        "award.confirm standstill_running",
        "award.confirm same_officer",
        "award.confirm",
    ]


def test_only_a_fixed_ranking_is_noticed_and_once(projects, ranked):
    for caller, error in ((DISTRICT, Forbidden), (ANONYMOUS, Unauthenticated)):
        with pytest.raises(error):
            notice(projects, ranked[0], caller=caller)
    notice(projects, ranked[0])
    with pytest.raises(WrongState):
        notice(projects, ranked[0])
    with pytest.raises(TenderNotFound):
        notice(projects, provider(1))
    with pytest.raises(WrongState):
        confirm(projects, ranked[1])
    with pytest.raises(TenderNotFound):
        projects.call("get_award", caller=ANONYMOUS, tender_id=ranked[1])


def test_a_year_without_holidays_gets_no_notice(projects, ranked):
    projects.clock.advance(DAY * 185)  # the last days of December
    with pytest.raises(HolidaysUnknown):
        notice(projects, ranked[0])
    with pytest.raises(TenderNotFound):
        projects.call("get_award", caller=ANONYMOUS, tender_id=ranked[0])


def test_only_applicants_object_in_time_and_once(projects, ranked):
    with pytest.raises(WrongState):
        object_to(projects, ranked[0])
    notice(projects, ranked[0])
    for caller, error in (
        (organisation(4), Forbidden),  # did not apply
        (organisation(5), Forbidden),  # is nobody's account
        (FEDERATION, Forbidden),
        (ANONYMOUS, Unauthenticated),
    ):
        request = {"tender_id": ranked[0], "text": "不服"}
        with pytest.raises(error):
            projects.call("file_objection", caller=caller, **request)
    objection = object_to(projects, ranked[0])
    assert set(objection) == {"id", "text", "state", "filed_at", "answer", "answered_at"}
    with pytest.raises(WrongState):
        object_to(projects, ranked[0])
    projects.clock.advance(DAY * 30)
    with pytest.raises(NoticeOver):
        object_to(projects, ranked[0], 3)
    refused = [act for act in acts(projects) if act.startswith("objection.file ")]
    assert len(refused) == 7
    assert refused[-1] == "objection.file notice_over"


def test_an_open_objection_suspends_and_a_dismissed_one_lets_the_rest_run(projects, ranked):
    until = parse_rfc3339(notice(projects, ranked[0])["awards"][0]["objections_until"])
    projects.clock.advance(DAY * 6)  # Tuesday; four of seven working days are over
    first, second = object_to(projects, ranked[0]), object_to(projects, ranked[0], 3)
    projects.clock.advance(DAY * 20)
    with pytest.raises(WrongState):
        confirm(projects, ranked[0])
    assert answer(projects, first, "dismiss")["state"] == "suspended"
    told = answer(projects, second, "dismiss")
    assert told["state"] == "standstill"
    # Monday 20 July, and three working days more.
    assert told["awards"][0]["objections_until"] == "2026-07-23T16:00:00.000000Z"
    assert parse_rfc3339(told["awards"][0]["objections_until"]) > until
    assert {one["answer"] for one in told["objections"]} == {"已核实"}
    with pytest.raises(WrongState):
        answer(projects, first, "annul")
    with pytest.raises(ObjectionNotFound):
        answer(projects, {"id": provider(1)}, "dismiss")
    projects.clock.advance(DAY * 4)
    assert confirm(projects, ranked[0])["state"] == "awarded"


def test_an_annulled_award_makes_the_reserve_the_next_with_a_notice_of_its_own(projects, ranked):
    notice(projects, ranked[0])
    objections = [object_to(projects, ranked[0], number) for number in (2, 3)]
    told = answer(projects, objections[0], "annul")
    assert told["state"] == "standstill"
    assert [(one["provider_name"], one["state"]) for one in told["awards"]] == [
        ("机构1", "annulled"),
        ("机构2", "standstill"),
    ]
    assert [one["state"] for one in told["objections"]] == ["annulled", "settled"]
    object_to(projects, ranked[0], 3)  # to the new notice, so it is another
    assert projects.call("get_award", caller=ANONYMOUS, tender_id=ranked[0])["state"] == "suspended"
    (event,) = projects.events("projects.reserve_promoted.v1")
    assert event["data"]["provider_name"] == "机构2"


def test_an_upheld_objection_to_the_scores_has_the_tender_judged_again(projects, ranked):
    notice(projects, ranked[0])
    told = answer(projects, object_to(projects, ranked[0]), "rescore")
    assert (told["state"], told["ranking"]) == ("moderation", [])
    assert told["awards"][0]["state"] == "void"
    with projects.store.work() as work:
        fix(work, ranked[0])
    told = notice(projects, ranked[0])
    assert [one["provider_name"] for one in told["awards"]] == ["机构1", "机构1"]
    assert len(projects.events("projects.award_noticed.v1")) == 2


def test_who_falls_out_is_followed_until_nobody_is_left(projects, ranked):
    notice(projects, ranked[0])
    projects.clock.advance(DAY * 15)
    confirm(projects, ranked[0])
    request = {"caller": FEDERATION, "tender_id": ranked[0], "reason": "书面放弃"}
    told = projects.call("refuse_award", **request)
    assert told["state"] == "standstill", "the reserve gets a notice of its own"
    projects.clock.advance(DAY * 15)
    confirm(projects, ranked[0])
    letters = projects.events("projects.award_letter_issued.v1")[3:]
    assert [one["data"]["reason"] for one in letters] == [
        "refused",
        "reserve_promoted",
        "lower_score",
    ]
    for _ in range(2):
        told = projects.call("refuse_award", **request)
    assert told["state"] == "unsuccessful"
    assert {one["state"] for one in told["awards"]} == {"refused"}
    with pytest.raises(WrongState):
        projects.call("refuse_award", **request)
    assert len(projects.events("projects.tender_unsuccessful.v1")) == 1


def test_who_asks_for_more_than_the_budget_is_passed_over(projects):
    tenders = called(projects)
    register(projects, 2)
    rank(projects, tenders[0]["id"], [BUDGET + 1, BUDGET])
    rank(projects, tenders[1]["id"], [BUDGET + 1])
    assert notice(projects, tenders[0]["id"])["awards"][0]["provider_name"] == "机构2"
    assert notice(projects, tenders[1]["id"])["state"] == "unsuccessful"
    projects.clock.advance(DAY * 15)
    confirm(projects, tenders[0]["id"])
    letters = [event["data"] for event in projects.events("projects.award_letter_issued.v1")]
    assert [one["reason"] for one in letters] == ["over_budget", "best_score"]


def test_a_tender_without_applicants_is_ended_by_hand(projects):
    tenders = called(projects)
    register(projects, 1)
    rank(projects, tenders[0]["id"], [BUDGET])
    request = {"caller": FEDERATION, "tender_id": tenders[0]["id"]}
    with pytest.raises(WrongState):
        projects.call("end_tender", **request)
    request["tender_id"] = tenders[1]["id"]
    with pytest.raises(Forbidden):
        projects.call("end_tender", **request | {"caller": DISTRICT})
    told = projects.call("end_tender", **request)
    assert (told["state"], told["awards"]) == ("unsuccessful", [])
    record = records(projects, ocid=f"ocds-213czf-{tenders[1]['code']}")[0]["compiledRelease"]
    assert (record["tender"]["status"], record["tender"]["numberOfTenderers"]) == (
        "unsuccessful",
        0,
    )
    assert len(projects.events("projects.tender_unsuccessful.v1")) == 1


def stage(projects):
    (batch,) = projects.call("list_batches", caller=FEDERATION)["items"]
    return batch["state"]


def test_a_batch_is_as_far_as_its_slowest_tender(projects, ranked):
    assert stage(projects) == "reviewing", "its calls have closed"
    notice(projects, ranked[0])
    assert stage(projects) == "reviewing", "the second is not noticed yet"
    notice(projects, ranked[1])
    assert stage(projects) == "publicising"
    projects.clock.advance(DAY * 15)
    confirm(projects, ranked[0])
    confirm(projects, ranked[1])
    assert stage(projects) == "delivering"
    request = {"caller": FEDERATION, "batch_id": "", "reason": "预算调整"}
    request["batch_id"] = projects.call("list_batches", caller=FEDERATION)["items"][0]["id"]
    with pytest.raises(WrongState):
        projects.call("cancel_batch", **request)
    refusal = {"caller": FEDERATION, "tender_id": ranked[0], "reason": "书面放弃"}
    projects.call("refuse_award", **refusal)
    assert stage(projects) == "publicising", "the reserve has a notice of its own"
    answer(projects, object_to(projects, ranked[0], 3), "rescore")
    assert stage(projects) == "reviewing"
    steps = [act for act in acts(projects) if act.startswith("batch.")]
    assert steps[-5:] == [
        "batch.publicise",
        "batch.deliver",
        "batch.cancel wrong_state",
        "batch.publicise",
        "batch.review",
    ]


def test_a_contributor_sees_which_project_and_result_the_need_became(projects, ranked):
    with projects.store.work() as work:
        need_id = work.session.get_one(Tender, ranked[0]).need_id
    request = {"caller": CADRE, "need_id": need_id}
    project = projects.call("get_need", **request)["project"]
    assert (project["tender_id"], project["awards"]) == (ranked[0], [])
    notice(projects, ranked[0])
    project = projects.call("get_need", **request)["project"]
    assert project["state"] == "standstill"
    assert [one["provider_name"] for one in project["awards"]] == ["机构1"]


def test_results_tell_each_project_and_how_many_applied(projects, ranked):
    call = projects.call("get_call", caller=ANONYMOUS, tender_id=ranked[0])
    request = {"caller": ANONYMOUS, "batch": call["batch_code"]}
    assert projects.call("list_results", **request)["applications"] == 0, "not told before"
    notice(projects, ranked[0])
    results = projects.call("list_results", **request)
    assert [results[name] for name in ("projects", "awarded", "applications")] == [1, 0, 3]
    notice(projects, ranked[1])
    projects.clock.advance(DAY * 15)
    confirm(projects, ranked[1])
    results = projects.call("list_results", **request)
    assert [results[name] for name in ("projects", "awarded", "applications")] == [2, 1, 6]
    assert (results["organisations"], results["applications_per_project"]) == (3, 3.0)
    assert {one["award"]["provider_name"] for one in results["items"]} == {"机构1"}
    with pytest.raises(BatchNotFound):
        projects.call("list_results", caller=ANONYMOUS, batch="nothing")


def test_awards_are_open_data(projects, ranked):
    notice(projects, ranked[0])
    answer(projects, object_to(projects, ranked[0]), "annul")
    projects.clock.advance(DAY * 20)
    confirm(projects, ranked[0])
    package = projects.call("list_ocds_records", caller=ANONYMOUS)
    assert ocds_problems(package, schema="record-package-schema.json") == []
    assert ocds_problems(releases(projects), schema="release-package-schema.json") == []
    merger = ocds_merge().Merger(ocds_schema("release-schema.json"))
    awarded = 0
    for record in package["records"]:
        told = releases(projects, ocid=record["ocid"])["releases"][::-1]
        assert record["compiledRelease"] == merger.create_compiled_release(told)
        assert record["versionedRelease"] == merger.create_versioned_release(told)
        awarded += record["compiledRelease"]["tender"]["status"] == "complete"
    assert awarded == 1
    (now,) = [r["compiledRelease"] for r in package["records"] if "awards" in r["compiledRelease"]]
    assert [(one["status"], one["suppliers"][0]["name"]) for one in now["awards"]] == [
        ("cancelled", "机构1"),
        ("active", "机构2"),
    ]
    assert {one["measure"]: one["value"] for one in now["bids"]["statistics"]} == {
        "bids": 3,
        "validBids": 3,
    }
    assert now["tender"]["numberOfTenderers"] == 3


def test_a_batch_is_not_called_off_over_an_award(projects, ranked):
    batch_id = projects.call("list_batches", caller=FEDERATION)["items"][0]["id"]
    request = {"caller": FEDERATION, "batch_id": batch_id, "reason": "预算调整"}
    notice(projects, ranked[0])
    object_to(projects, ranked[0])
    notice(projects, ranked[1])
    projects.clock.advance(DAY * 15)
    confirm(projects, ranked[1])
    with pytest.raises(WrongState):
        projects.call("cancel_batch", **request)
    for _ in range(3):
        refusal = {"tender_id": ranked[1], "reason": "书面放弃"}
        projects.call("refuse_award", caller=FEDERATION, **refusal)
    projects.call("cancel_batch", **request)
    told = projects.call("get_award", caller=ANONYMOUS, tender_id=ranked[0])
    assert (told["state"], told["awards"][0]["state"]) == ("cancelled", "annulled")
    assert told["objections"][0]["state"] == "settled"
    for record in records(projects):
        now = record["compiledRelease"]
        assert (now["tender"]["status"], now["awards"][0]["status"]) == ("cancelled", "cancelled")


def test_every_event_of_an_award_keeps_its_contract(projects, ranked):
    first, second = ranked
    notice(projects, first)
    answer(projects, object_to(projects, first), "annul")
    answer(projects, object_to(projects, first, 3), "dismiss")
    notice(projects, second)
    projects.clock.advance(DAY * 25)
    confirm(projects, second)
    for _ in range(3):
        request = {"caller": FEDERATION, "tender_id": second, "reason": "书面放弃"}
        projects.call("refuse_award", **request)
    seen = set()
    for event in projects.events():
        kind = event["type"].removeprefix("projects.").partition("_")[0]
        if kind in ("award", "objection", "reserve", "tender"):
            contracts.check(event["type"], event["data"])
            assert set(event["data"]) == set(contracts.sample(event["type"]))
            seen.add(event["type"])
    assert len(seen) == 9
