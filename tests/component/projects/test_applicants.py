"""What an applicant sees of its own: the desk, the letter with scores, its objections."""

from __future__ import annotations

import pytest

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.projects.errors import NotRegistered, NotYours
from tests.component.projects import review
from tests.component.projects.applying import account, hand_in, opened_call, verified
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.ranked import organisation
from tests.component.projects.test_amending import amend
from tests.component.projects.test_applications import acts
from tests.component.projects.test_award_of_review import accounts


def desk(projects, caller, **request):
    return projects.call("get_application_desk", caller=caller, **request)


def result(projects, caller, application_id):
    return projects.call("get_application_result", caller=caller, application_id=application_id)


def test_the_desk_shows_an_organisation_its_own_applications_and_nobody_elses(projects):
    first, second = opened_call(projects)
    org, rival = verified(projects), verified(projects, "org-2", 2)
    receipts = [hand_in(projects, org, tender) for tender in (first, second)]
    hand_in(projects, rival, first)
    amend(projects, first)
    later, earlier = desk(projects, org)["items"]
    assert [later["code"], earlier["code"]] == [second["code"], first["code"]]
    assert (later["state"], earlier["state"]) == ("sealed", "stale")
    assert later["receipt_sha256"] == receipts[1]["receipt_sha256"]
    assert (later["tender_state"], later["won"], later["presentation"]) == ("open", None, None)
    assert later["call_closes_at"] > later["handed_in_at"]
    assert earlier["amended_at"] == rfc3339(projects.clock.now())
    (found,) = desk(projects, org, tender_id=first["id"])["items"]
    assert found == earlier
    page = desk(projects, org, limit=1)
    assert page["items"] == [later]
    rest = desk(projects, org, limit=1, cursor=page["next_cursor"])
    assert (rest["items"], rest["next_cursor"]) == ([earlier], None)
    with pytest.raises(InvalidInput):
        desk(projects, org, cursor="WyJ4Il0")
    for caller, error in (
        (account("org-3"), NotRegistered),
        (FEDERATION, Forbidden),
        (ANONYMOUS, Unauthenticated),
    ):
        with pytest.raises(error):
            desk(projects, caller)


@pytest.fixture
def judged(projects):
    """A tender whose panel scored three applications, and an account for each organisation."""
    found = review.scoring(projects, 100, 200, 300)
    first, second, third = found["applications"]
    marks = {first: [70] * 7, second: [90] * 7, third: [80] * 7}
    review.score_all(projects, marks)
    accounts(projects, found["applications"])
    review.count(projects, found)
    projects.call("fix_ranking", caller=FEDERATION, tender_id=found["tender_id"])
    return found


def test_the_letter_tells_place_scores_and_reason_once_the_award_stands(projects, judged):
    tender = {"tender_id": judged["tender_id"]}
    applications = judged["applications"]
    before = result(projects, organisation(1), applications[0])
    assert (before["letters"], before["may_object"], before["objections_until"]) == (
        [],
        False,
        None,
    )
    projects.call("publish_award_notice", caller=FEDERATION, **tender)
    noticed = result(projects, organisation(1), applications[0])
    assert (noticed["letters"], noticed["may_object"]) == ([], True)
    (row,) = desk(projects, organisation(1))["items"]
    assert (row["objections_until"], row["won"]) == (noticed["objections_until"], None)
    projects.clock.advance(DAY * 20)
    assert not result(projects, organisation(1), applications[0])["may_object"]
    projects.call("confirm_award", caller=OTHER, **tender)
    letters = [
        letter
        for number, application_id in enumerate(applications, start=1)
        for letter in result(projects, organisation(number), application_id)["letters"]
    ]
    sent = {
        event["data"]["application_id"]: event["data"]
        for event in projects.events("projects.award_letter_issued.v1")
    }
    for application_id, letter in zip(applications, letters, strict=True):
        told = {name: sent[application_id][name] for name in letter if name in sent[application_id]}
        assert told.items() <= letter.items(), "the page says what the message said"
    assert [(one["outcome"], one["place"]) for one in letters] == [
        ("lost", 3),
        ("won", 1),
        ("reserve", 2),
    ]
    assert letters[0]["reason"] == "lower_score"
    assert (letters[0]["score"], letters[0]["winner_score"]) == ("70.0000", "90.0000")
    assert [(one["text"], one["weight"], one["mean"]) for one in letters[0]["criteria"]] == [
        ("方案", 60, "70.0000"),
        ("团队", 40, "70.0000"),
    ]
    assert [desk(projects, organisation(n))["items"][0]["won"] for n in (1, 2)] == [False, True]


def test_an_organisation_finds_its_own_objection_and_its_answer(projects, judged):
    tender = {"tender_id": judged["tender_id"]}
    own, rival = judged["applications"][0], judged["applications"][2]
    projects.call("publish_award_notice", caller=FEDERATION, **tender)
    filed = [
        projects.call("file_objection", caller=organisation(number), text=text, **tender)
        for number, text in ((1, "计分有误"), (3, "程序不符"))
    ]
    told = result(projects, organisation(1), own)
    assert told["objections"] == [filed[0]]
    assert not told["may_object"], "once to each notice"
    request = {"objection_id": filed[0]["id"], "outcome": "dismiss", "answer": "经核无误"}
    projects.call("answer_objection", caller=FEDERATION, **request)
    (answered,) = result(projects, organisation(1), own)["objections"]
    assert (answered["state"], answered["answer"]) == ("dismissed", "经核无误")
    with pytest.raises(NotYours):
        result(projects, organisation(1), rival)
    assert '"refused":"not_yours"' in acts(projects, judged)[-1], "a rival's try is recorded"
    for caller, error in ((FEDERATION, Forbidden), (ANONYMOUS, Unauthenticated)):
        with pytest.raises(error):
            result(projects, caller, own)
