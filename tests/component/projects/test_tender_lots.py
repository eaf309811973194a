"""Tenders in lots: applied for and awarded lot by lot, on one ranking of the panel."""

from __future__ import annotations

import pytest

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput
from services.projects.errors import StandstillRunning
from tests.component.projects import review
from tests.component.projects.applying import (
    WRITTEN,
    close,
    hand_in,
    open_seal,
    opened_call,
    published,
    verified,
)
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY, OTHER, approved
from tests.component.projects.test_opendata import releases
from tests.support import contracts
from tests.support.standards import ocds_merge, ocds_problems, ocds_schema

LOTS = [
    {"code": "A", "title": "东片区", "requirements": "周末开课\n夜间值守", "budget": 5_000_000},
    {"code": "B", "title": "西片区", "requirements": "", "budget": 3_000_000},
]
LINES = {"A": [1, 2, 3, 4], "B": [1, 2]}


def form(**prices):
    """An application for the lots that have a price here."""
    lines = sorted({line for lot in prices for line in LINES[lot]})
    return {
        "lots": list(prices),
        "budget": [{"item": "人员", "amount": fen, "lot": lot} for lot, fen in prices.items()],
        "answers": [{"line": line, "answer": "有"} for line in lines],
    }


@pytest.mark.parametrize(
    "lots",
    [
        LOTS[:1],
        [LOTS[0], LOTS[1] | {"budget": 3_000_001}],
        [LOTS[0], LOTS[1] | {"code": "A"}],
    ],
    ids=["one alone", "more than there is", "one code twice"],
)
def test_lots_part_the_whole_budget(projects, lots):
    tender = approved(projects)["tenders"][0]
    request = {"tender_id": tender["id"], "requirements": "x", "criteria": review.CRITERIA}
    with pytest.raises(InvalidInput) as caught:
        projects.call("write_tender", caller=FEDERATION, lots=lots, **request)
    assert {wrong.field for wrong in caught.value.errors} == {"lots"}


def test_a_draft_keeps_its_lots_until_it_is_told_others(projects):
    tender = approved(projects)["tenders"][0]
    request = {"tender_id": tender["id"], "requirements": "x", "criteria": review.CRITERIA}
    write = {"caller": FEDERATION, **request}
    assert projects.call("write_tender", lots=LOTS, **write)["lots"] == LOTS
    assert projects.call("write_tender", **write)["lots"] == LOTS
    assert projects.call("write_tender", lots=[], **write)["lots"] == []


def test_lots_are_public_and_fixed_with_the_method(projects):
    first, second = published(projects, lots=LOTS)
    call = projects.call("get_call", caller=ANONYMOUS, tender_id=first["id"])
    assert call["lots"] == LOTS
    assert call["method_sha256"] != second["method_sha256"]
    told = releases(projects, ocid=f"ocds-213czf-{first['code']}")
    (release,) = [one for one in told["releases"] if one["tag"] == ["tender"]]
    assert [(one["id"], one["value"]["amount"]) for one in release["tender"]["lots"]] == [
        ("A", 50_000),
        ("B", 30_000),
    ]
    assert [one["relatedLot"] for one in release["tender"]["items"]] == ["A", "B"]
    assert ocds_problems(told, schema="release-package-schema.json") == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lots": []}, "lots"),
        ({"lots": ["C"]}, "lots"),
        ({"budget": [{"item": "人员", "amount": 100}]}, "budget"),
        ({"budget": [{"item": "人员", "amount": 100, "lot": "B"}]}, "budget"),
        (form(B=3_000_001), "budget"),
        ({"lots": ["A", "B"]}, "budget"),
        ({"answers": form(B=1)["answers"]}, "answers"),
    ],
    ids=["none", "unknown", "of no lot", "of another", "too dear", "one free", "lines missing"],
)
def test_an_application_says_what_it_is_for_and_what_each_lot_costs(projects, change, field):
    tender = opened_call(projects, lots=LOTS)[0]
    with pytest.raises(InvalidInput) as caught:
        hand_in(projects, verified(projects), tender, **form(A=4_000_000) | change)
    assert field in {wrong.field for wrong in caught.value.errors}


def test_a_tender_without_lots_takes_none(projects):
    tender = opened_call(projects)[0]
    with pytest.raises(InvalidInput):
        hand_in(projects, verified(projects), tender, lots=["A"])
    hand_in(projects, verified(projects, "org-2", 2), tender, **WRITTEN)


@pytest.fixture
def noticed(projects):
    """A tender in two lots whose ranking is fixed and noticed; the organisations' accounts.

    The first applies for both and is best, the second for A only and last, the third for B.
    """
    tender = opened_call(projects, lots=LOTS, criteria=review.CRITERIA)[0]
    call = {"batch_id": tender["batch_id"], "tender_id": tender["id"]}
    made = review.panel(projects, call)
    projects.clock.advance(DAY)
    review.drawn(projects, made["lots"][0])
    orgs = [verified(projects, f"org-{number}", number) for number in (1, 2, 3)]
    asked = [{"A": 4_000_000, "B": 2_000_000}, {"A": 4_500_000}, {"B": 2_500_000}]
    ids = [
        hand_in(projects, org, tender, **form(**prices))["application_id"]
        for org, prices in zip(orgs, asked, strict=True)
    ]
    close(projects)
    open_seal(projects, tender)
    for application_id, prices in zip(ids, asked, strict=True):
        request = {"caller": FEDERATION, "application_id": application_id}
        told = projects.call("admit_application", **request)
        assert told["content"]["lots"] == prices
        assert told["checks"]["within_budget"] is True
    for person in review.people("m"):
        review.declare(projects, tender["id"], person["account_id"])
    federation = {"caller": FEDERATION, "tender_id": tender["id"]}
    projects.call("open_scoring", **federation)
    marks = dict(zip(ids, ([90] * 7, [80] * 7, [85] * 7), strict=True))
    review.score_all(projects, marks)
    outcome = review.count(projects, call)
    assert {one["application_id"]: one["lots"] for one in outcome["items"]} == dict(
        zip(ids, asked, strict=True)
    )
    projects.call("fix_ranking", **federation)
    return projects.call("publish_award_notice", **federation), orgs


def standing(told):
    live = ("standstill", "contested", "confirmed")
    return {one["lot"]: one["provider_name"][-1] for one in told["awards"] if one["state"] in live}


def test_each_lot_goes_to_the_best_of_those_who_apply_for_it(projects, noticed):
    told, _ = noticed
    assert told["state"] == "standstill"
    assert standing(told) == {"A": "1", "B": "1"}
    rankings = {
        lot["code"]: [
            (one["place"], one["provider_name"][-1], one["price"]) for one in lot["ranking"]
        ]
        for lot in told["lots"]
    }
    assert rankings == {
        "A": [(1, "1", 4_000_000), (2, "2", 4_500_000)],
        "B": [(1, "1", 2_000_000), (2, "3", 2_500_000)],
    }


def test_an_objection_to_one_lot_keeps_all_waiting_and_changes_that_one(projects, noticed):
    told, orgs = noticed
    tender = {"tender_id": told["tender_id"]}
    for lot, error in (("B", Forbidden), ("", InvalidInput)):
        with pytest.raises(error):
            projects.call("file_objection", caller=orgs[1], text="不服", lot=lot, **tender)
    objections = [
        projects.call("file_objection", caller=org, text="不服", lot=lot, **tender)
        for org, lot in ((orgs[1], "A"), (orgs[2], "B"))
    ]
    answer = {"caller": FEDERATION, "answer": "已核实"}
    request = answer | {"objection_id": objections[0]["id"], "outcome": "annul"}
    told = projects.call("answer_objection", **request)
    assert standing(told) == {"A": "2", "B": "1"}
    assert told["state"] == "suspended", "the other lot's objection is open"
    request = answer | {"objection_id": objections[1]["id"], "outcome": "dismiss"}
    assert projects.call("answer_objection", **request)["state"] == "standstill"
    with pytest.raises(StandstillRunning):
        projects.call("confirm_award", caller=OTHER, **tender)
    projects.clock.advance(DAY * 20)
    told = projects.call("confirm_award", caller=OTHER, **tender)
    assert (told["state"], standing(told)) == ("awarded", {"A": "2", "B": "1"})
    letters = [event["data"] for event in projects.events("projects.award_letter_issued.v1")]
    assert [(one["lot"], one["provider_name"][-1], one["outcome"]) for one in letters] == [
        ("B", "1", "won"),
        ("B", "3", "reserve"),
        ("A", "1", "lost"),
        ("A", "2", "won"),
    ]
    for event in projects.events():
        contracts.check(event["type"], event["data"])


def test_scores_that_were_wrong_have_all_lots_judged_again(projects, noticed):
    told, orgs = noticed
    tender = {"tender_id": told["tender_id"]}
    filed = projects.call("file_objection", caller=orgs[1], text="不服", lot="A", **tender)
    request = {"objection_id": filed["id"], "outcome": "rescore", "answer": "属实"}
    told = projects.call("answer_objection", caller=FEDERATION, **request)
    assert (told["state"], standing(told)) == ("moderation", {})


def test_a_lot_falls_out_without_the_others_and_open_data_tells_each(projects, noticed):
    told, _ = noticed
    tender = {"tender_id": told["tender_id"]}
    projects.clock.advance(DAY * 20)
    projects.call("confirm_award", caller=OTHER, **tender)
    request = {"caller": FEDERATION, "reason": "书面放弃", "lot": "B", **tender}
    told = projects.call("refuse_award", **request)
    assert (told["state"], standing(told)) == ("standstill", {"A": "1", "B": "3"})
    told = projects.call("refuse_award", **request)
    assert (told["state"], standing(told)) == ("awarded", {"A": "1"})
    package = projects.call("list_ocds_records", caller=ANONYMOUS, ocid=_ocid(told))
    assert ocds_problems(package, schema="record-package-schema.json") == []
    now = package["records"][0]["compiledRelease"]
    assert {one["id"]: one["status"] for one in now["tender"]["lots"]} == {
        "A": "complete",
        "B": "unsuccessful",
    }
    counted = {one["id"]: one["value"] for one in now["bids"]["statistics"]}
    assert counted == {
        "bids": 3,
        "validBids": 3,
        "bids-A": 2,
        "validBids-A": 2,
        "bids-B": 2,
        "validBids-B": 2,
    }
    assert [(one["relatedLots"], one["status"]) for one in now["awards"]] == [
        (["A"], "active"),
        (["B"], "cancelled"),
        (["B"], "cancelled"),
    ]
    merger = ocds_merge().Merger(ocds_schema("release-schema.json"))
    history = releases(projects, ocid=_ocid(told))["releases"][::-1]
    assert now == merger.create_compiled_release(history)
    results = projects.call("list_results", caller=ANONYMOUS, batch=told["code"].split("-")[0])
    (result,) = results["items"]
    assert [one["lot"] for one in result["awards"]] == ["A", "B"]
    request["lot"] = "A"
    told = projects.call("refuse_award", **request)
    assert standing(told) == {"A": "2"}
    assert projects.call("refuse_award", **request)["state"] == "unsuccessful"


def _ocid(told):
    return f"ocds-213czf-{told['code']}"
