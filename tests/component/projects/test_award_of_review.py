"""A real review from its scores to the award, with an objection that has it judged again."""

from __future__ import annotations

from chassis.context import ANONYMOUS
from services.projects.applications.tables import Application
from services.projects.providers.tables import ProviderUser
from tests.component.projects import review
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.ranked import organisation


def accounts(projects, applications):
    """An account for each application's organisation."""
    with projects.store.work() as work:
        for number, application_id in enumerate(applications, start=1):
            application = work.session.get(Application, application_id)
            work.session.add(
                ProviderUser(
                    account_id=organisation(number).id,
                    provider_id=application.provider_id,
                    added_by="x",
                    added_at=work.now,
                )
            )


def test_what_a_panel_ranked_is_noticed_judged_again_and_awarded(projects):
    found = review.scoring(projects, 100, 200, 300)
    first, second, third = found["applications"]
    marks = {first: [70] * 7, second: [90] * 7, third: [80] * 7}
    review.score_all(projects, marks)
    accounts(projects, found["applications"])
    tender = {"tender_id": found["tender_id"]}
    federation = tender | {"caller": FEDERATION}
    review.count(projects, found)
    projects.call("fix_ranking", **federation)
    told = projects.call("publish_award_notice", **federation)
    assert [one["application_id"] for one in told["ranking"]] == [second, third, first]
    assert told["awards"][0]["score"] == "90.0000"
    outcome = projects.call("get_outcome", **federation)
    assert outcome["state"] == "standstill", "what the scores came to stays readable"

    objection = projects.call("file_objection", caller=organisation(1), text="计分有误", **tender)
    request = {"objection_id": objection["id"], "outcome": "rescore", "answer": "确有误填"}
    told = projects.call("answer_objection", caller=FEDERATION, **request)
    assert (told["state"], told["ranking"]) == ("moderation", [])
    projects.call("recount_scores", reason="异议成立", **federation)
    review.count(projects, found)
    order = {"order": [third, second, first], "minority_view": "两位评审不同意"}
    projects.call("moderate_ranking", reason="计分更正", **order, **federation)
    projects.call("fix_ranking", caller=OTHER, **tender)
    told = projects.call("publish_award_notice", **federation)
    assert [(one["state"], one["price"]) for one in told["awards"]] == [
        ("void", 200),
        ("standstill", 300),
    ]
    projects.clock.advance(DAY * 20)
    told = projects.call("confirm_award", caller=OTHER, **tender)
    assert told["state"] == "awarded"
    (record,) = [
        one["compiledRelease"]
        for one in projects.call("list_ocds_records", caller=ANONYMOUS)["records"]
        if "awards" in one["compiledRelease"]
    ]
    assert [one["status"] for one in record["awards"]] == ["cancelled", "active"]
