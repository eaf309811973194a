"""What the offices see of intake, papers and progress, and what they do not see."""

from __future__ import annotations

import pytest

from chassis.errors import Forbidden
from services.projects.errors import BatchNotFound, ProviderNotFound, TooLate, WrongState
from tests.component.projects import review
from tests.component.projects.applying import (
    account,
    close,
    hand_in,
    open_seal,
    opened_call,
    registered,
    upload,
    verified,
)
from tests.component.projects.callers import AUDITOR, CADRE, FEDERATION
from tests.support.component import Component

NOBODY = "0196a8a0-0000-7000-8000-00000000dead"


def intake(projects: Component, batch_id: str):
    items = projects.call("get_intake", caller=AUDITOR, batch_id=batch_id)["items"]
    return [(item["counts"], item["late"]) for item in items]


def test_intake_is_counted_once_nobody_can_add_to_it(projects):
    first, second = opened_call(projects)
    request = {"batch_id": first["batch_id"]}
    org, rival, third = (verified(projects, f"org-{n}", n) for n in (1, 2, 3))
    hand_in(projects, org, first)
    gone = hand_in(projects, rival, first)["application_id"]
    projects.call("withdraw_application", caller=rival, application_id=gone)
    hand_in(projects, org, second)
    amended = {"requirements": "每月三次\n场地自备", "reason": "场地"}
    projects.call("amend_call", caller=FEDERATION, tender_id=second["id"], **amended)
    with pytest.raises(WrongState, match="not before"):
        projects.call("get_intake", caller=FEDERATION, **request)
    close(projects)
    for caller in (third, rival):
        with pytest.raises(TooLate):
            hand_in(projects, caller, first)
    projects.tick("move_calls")
    assert intake(projects, first["batch_id"]) == [
        ({"sealed": 1, "withdrawn": 1}, 2),
        ({"stale": 1}, 0),
    ]
    open_seal(projects, first)
    assert intake(projects, first["batch_id"])[0] == ({"opened": 1, "withdrawn": 1}, 2)
    with pytest.raises(Forbidden):
        projects.call("get_intake", caller=org, **request)
    with pytest.raises(BatchNotFound):
        projects.call("get_intake", caller=AUDITOR, batch_id=NOBODY)


def test_papers_are_for_who_verifies_and_who_watches(projects):
    provider = registered(projects)["provider"]
    document = upload(projects, account("org-1"))
    request = {"provider_id": provider["id"]}
    for caller in (FEDERATION, AUDITOR):
        papers = projects.call("get_provider_papers", caller=caller, **request)
        assert [each["id"] for each in papers["documents"]] == [document["id"]]
        assert "3445" not in str(papers), "nothing of the bank account"
    projects.call("refuse_provider", caller=FEDERATION, reason="证书过期", **request)
    told = projects.call("get_provider_papers", caller=AUDITOR, **request)
    assert (told["reason"], told["provider"]["state"]) == ("证书过期", "refused")
    for caller in (account("org-1"), CADRE):
        with pytest.raises(Forbidden):
            projects.call("get_provider_papers", caller=caller, **request)
    with pytest.raises(ProviderNotFound):
        projects.call("get_provider_papers", caller=AUDITOR, provider_id=NOBODY)


def test_progress_shows_every_sheet_and_no_score(projects):
    found = review.scoring(projects, 100, 90)
    one, two = found["applications"]
    request = {"caller": AUDITOR, "batch_id": found["batch_id"]}
    before = projects.call("get_progress", **request)
    assert before["counts"] == {"unopened": 14}
    review.score(projects, one, "m0", plan=93, team=93)
    projects.call("open_file", caller=review.reviewer("m1"), application_id=one)
    recusal = {"tender_id": found["tender_id"], "reviewer_id": "m6", "reason": "同事"}
    projects.call("recuse_reviewer", caller=FEDERATION, **recusal)
    shown = projects.call("get_progress", **request)
    (tender,) = shown["items"]
    reviewers = [each["account_id"] for each in tender["reviewers"]]
    assert sorted(reviewers) == [f"m{at}" for at in range(6)], "an alternate declares first"
    assert all(each["name"] for each in tender["reviewers"])
    by_id = {each["application_id"]: each for each in tender["applications"]}
    states = dict(zip(reviewers, by_id[one]["sheets"], strict=True))
    assert (states["m0"], states["m1"], states["m2"]) == ("submitted", "draft", "unopened")
    assert set(by_id[two]["sheets"]) == {"unopened"}
    assert shown["counts"] == {"submitted": 1, "draft": 1, "unopened": 10}
    assert "93" not in str(tender["applications"][0]["sheets"])
    for caller in (review.reviewer("m0"), CADRE):
        with pytest.raises(Forbidden):
            projects.call("get_progress", caller=caller, batch_id=found["batch_id"])
    with pytest.raises(BatchNotFound):
        projects.call("get_progress", caller=AUDITOR, batch_id=NOBODY)
