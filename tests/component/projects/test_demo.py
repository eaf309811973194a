"""The demonstration has something on every page, the same everywhere."""

from __future__ import annotations

from collections import Counter

from services.projects import demo
from services.projects.demo.surveys import BALLOTS_CLOSED, QUOTAS
from tests.component.projects.callers import FEDERATION, member


def test_the_demonstration_shows_every_state_of_a_survey_and_a_call(projects):
    for _ in range(2):
        demo.load(projects.store, projects.settings)
    surveys = projects.call("list_surveys", caller=FEDERATION)["items"]
    opened, closed = sorted(surveys, key=lambda survey: survey["state"], reverse=True)
    assert (opened["state"], closed["state"]) == ("open", "closed")

    (mine,) = projects.call("list_my_surveys", caller=member("m1"))["items"]
    assert mine["survey"]["id"] == opened["id"]
    kinds = [question["kind"] for question in opened["questions"]]
    assert kinds == ["single", "multiple", "ranked", "scale", "text"]
    (sheet,) = projects.call("list_sheets", caller=FEDERATION, survey_id=opened["id"])["items"]
    assert (sheet["state"], sheet["differences"]) == ("differing", ["q1"])

    report = projects.call("get_report", caller=member("m1"), survey_id=closed["id"])
    assert report["state"] == "published"
    assert report["participants"]["total"] == BALLOTS_CLOSED
    assert all(0.05 < rate < 1 for rate in report["participants"]["rate_by_district"].values())
    votes = [option["votes"] for option in report["questions"][0]["options"]]
    assert len(set(votes)) > len(votes) / 2

    decided = projects.call("get_selection", caller=FEDERATION, survey_id=closed["id"])
    assert len(decided["chosen"]) == sum(QUOTAS.values())
    assert set(decided["chosen"]) ^ set(decided["proposed"]) == set(decided["reasons"])
    needs = projects.call("list_needs", caller=FEDERATION, limit=200)["items"]
    states = Counter(need["state"] for need in needs)
    assert states["in_tender"] == 35
    for name in ("submitted", "accepted", "merged", "rejected", "in_vote", "parked"):
        assert states[name], name
    _shows_a_call(projects)


def _shows_a_call(projects):
    """The batch of the survey that is over, its call published, one question open."""
    (batch,) = projects.call("list_batches", caller=FEDERATION)["items"]
    assert batch["state"] == "calling"
    (budget,) = projects.call("list_budgets", caller=FEDERATION)["items"]
    assert budget["reserved"] == batch["budget"] < budget["total"]
    tenders = projects.call("get_batch", caller=FEDERATION, batch_id=batch["id"])["tenders"]
    calls = [projects.call("get_call", tender_id=tender["id"]) for tender in tenders]
    assert len({call["method_sha256"] for call in calls}) == len(calls) == sum(QUOTAS.values())
    (asked,) = (call["questions"] for call in calls if call["questions"])
    assert sorted(question["answer"] is None for question in asked) == [False, True]
