"""Scores: handed in unseen by others, counted by the fixed method, moderated, ranked, kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.errors import Forbidden, InvalidInput
from services.projects.audit.rules import verify
from services.projects.errors import (
    ModerationNeeded,
    NotOnPanel,
    OwnScoreFirst,
    ReviewNotFound,
    SameOfficer,
    ScoresMissing,
    TieOpen,
    WrongState,
)
from services.projects.lots.rules import order_of
from services.projects.scores import store
from tests.component.projects import review
from tests.component.projects.callers import AUDITOR, CADRE, FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.review import reviewer, score
from tests.component.projects.test_audit import chain
from tests.component.projects.test_panels import refused
from tests.support import contracts

STEADY = [80, 81, 82, 83, 84, 85, 86]


def sheets(projects, application_id, caller):
    request = {"caller": caller, "application_id": application_id}
    return projects.call("list_score_sheets", **request)["items"]


def moderate(projects, found, **request):
    request = {"caller": FEDERATION, "tender_id": found["tender_id"], "reason": "议定"} | request
    return projects.call("moderate_ranking", **request)


def fix(projects, found, caller=OTHER):
    return projects.call("fix_ranking", caller=caller, tender_id=found["tender_id"])


def ranking(projects, found):
    with projects.store.reading() as reading:
        return store.ranking(reading.session, found["tender_id"])


def test_from_open_files_to_a_fixed_ranking(projects):
    found = review.scoring(projects, 100, 90)
    one, two = found["applications"]
    review.score_all(projects, {one: STEADY, two: [mark - 10 for mark in STEADY]})
    counted = review.count(projects, found)
    assert [(item["application_id"], item["score"]) for item in counted["items"]] == [
        (one, "83.0000"),
        (two, "73.0000"),
    ]
    assert ranking(projects, found) == [], "counted is not fixed"
    fixed = fix(projects, found)
    assert fixed["state"] == "ranked"
    first, second = ranking(projects, found)
    assert (first.application_id, first.place, first.score) == (one, 1, Decimal("83.0000"))
    assert (second.application_id, second.place, second.price) == (two, 2, 90)
    for name in ("scores_counted", "ranking_fixed"):
        (event,) = projects.events(f"projects.{name}.v1")
        contracts.check(event["type"], event["data"])
    lines = chain(projects, f"batch:{found['batch_id']}")
    verify(lines)
    assert '"act":"ranking.fix"' in lines[-1]
    assert sum('"act":"sheet.hand_in"' in line for line in lines) == 14
    with pytest.raises(WrongState):
        fix(projects, found)


def test_others_scores_are_hidden_until_ones_own_are_in(projects):
    found = review.scoring(projects, 100, 100)
    one, two = found["applications"]
    score(projects, one, "m1", plan=10, team=None)
    projects.call("open_file", caller=reviewer("m0"), application_id=one)
    with pytest.raises(OwnScoreFirst):
        sheets(projects, one, reviewer("m0"))
    with pytest.raises(WrongState):
        sheets(projects, one, FEDERATION)
    with pytest.raises(NotOnPanel):
        sheets(projects, one, reviewer("stranger"))
    assert '"act":"sheets.read","actor":"stranger"' in refused(projects, found["batch_id"])
    score(projects, one, "m0", plan=20, team=30)
    seen = {sheet["reviewer_id"]: sheet for sheet in sheets(projects, one, reviewer("m0"))}
    assert seen["m1"]["total"] == "10.0000", "what does not apply is no zero"
    assert seen["m0"]["total"] == "24.0000"
    with pytest.raises(OwnScoreFirst):
        sheets(projects, two, reviewer("m0"))


def test_where_the_call_is_blind_no_name_is_shown_with_a_file(projects):
    found = review.scoring(projects, 100, 100, blind=True)
    request = {"caller": reviewer("m0"), "application_id": found["applications"][0]}
    file = projects.call("open_file", **request)
    desk = projects.call("get_desk", caller=reviewer("m0"))
    request = {"caller": FEDERATION, "tender_id": found["tender_id"], "place": "301"}
    starts_at = rfc3339(projects.clock.now() + DAY)
    with pytest.raises(WrongState):
        projects.call("plan_presentations", starts_at=starts_at, minutes=20, **request)
    for told in (file, desk):
        assert "事务所" not in str(told)
        assert "团队0" not in str(told)
    assert (file["plan"], file["team"], file["documents"]) == ("方案0", [], [])
    assert projects.call("get_call", tender_id=found["tender_id"])["blind"] is True


@pytest.mark.parametrize(
    ("marks", "field"),
    [
        ({"plan": 101}, "marks.plan"),
        ({"plan": -1}, "marks.plan"),
        ({"price": 1}, "marks.price"),
    ],
)
def test_a_score_out_of_range_is_refused_and_recorded(projects, marks, field):
    found = review.scoring(projects, 100)
    request = {"caller": reviewer("m0"), "application_id": found["applications"][0]}
    projects.call("open_file", **request)
    with pytest.raises(InvalidInput) as caught:
        projects.call("write_sheet", marks=review.sheet(**marks), **request)
    assert caught.value.errors[0].field == field
    last = refused(projects, found["batch_id"])
    assert '"act":"sheet.write"' in last
    assert '"actor":"m0"' in last
    assert field in last


def test_a_sheet_with_gaps_is_kept_but_not_handed_in(projects):
    found = review.scoring(projects, 100)
    request = {"caller": reviewer("m0"), "application_id": found["applications"][0]}
    with pytest.raises(WrongState):
        projects.call("write_sheet", marks=review.sheet(plan=50), **request)
    projects.call("open_file", **request)
    kept = projects.call("write_sheet", marks=review.sheet(plan=50), **request)
    assert kept["marks"] == review.sheet(plan=50)
    with pytest.raises(InvalidInput):
        projects.call("write_sheet", marks=review.sheet(plan=50) * 2, **request)
    with pytest.raises(InvalidInput) as caught:
        projects.call("hand_in_sheet", **request)
    assert [error.field for error in caught.value.errors] == ["marks.team"]
    projects.call("write_sheet", marks=review.sheet(plan=50, team=0), **request)
    assert projects.call("hand_in_sheet", **request)["total"] == "30.0000"
    with pytest.raises(WrongState):
        projects.call("write_sheet", marks=review.sheet(plan=100, team=100), **request)


def test_a_reviewer_of_another_panel_is_refused_and_recorded(projects):
    found = review.scoring(projects, 100)
    application_id = found["applications"][0]
    for caller, error in ((reviewer("stranger"), NotOnPanel), (CADRE, Forbidden)):
        for method, more in (
            ("open_file", {}),
            ("write_sheet", {"marks": review.sheet(plan=1, team=1)}),
            ("hand_in_sheet", {}),
        ):
            with pytest.raises(error):
                projects.call(method, caller=caller, application_id=application_id, **more)
            assert f'"actor":"{caller.id}"' in refused(projects, found["batch_id"])
    request = {"caller": reviewer("m0"), "application_id": found["tender_id"]}
    with pytest.raises(ReviewNotFound):
        projects.call("open_file", **request)


def test_nothing_is_decided_before_its_time(projects):
    found = review.scoring(projects, 100)
    (one,) = found["applications"]
    with pytest.raises(WrongState):
        fix(projects, found)
    assert '"act":"ranking.fix"' in refused(projects, found["batch_id"])
    for at in range(4):
        score(projects, one, f"m{at}", plan=50, team=50)
    with pytest.raises(ScoresMissing):
        review.count(projects, found)
    assert "scores_missing" in refused(projects, found["batch_id"])
    projects.clock.advance(DAY * 30)
    with pytest.raises(ScoresMissing) as caught:
        review.count(projects, found)
    assert caught.value.facts["quorum"] == 5
    request = {"caller": reviewer("m4"), "application_id": one}
    projects.call("open_file", **request)
    with pytest.raises(WrongState):
        projects.call("write_sheet", marks=review.sheet(plan=50, team=50), **request)


def turned(projects):
    """One captured reviewer: the method puts the first ahead, the mean the second."""
    found = review.scoring(projects, 100, 100)
    one, two = found["applications"]
    scores = {one: [82, 83, 84, 85, 86, 87, 0], two: [80, 81, 82, 83, 84, 85, 100]}
    review.score_all(projects, scores)
    return found


def test_a_change_of_rank_needs_moderation(projects):
    found = turned(projects)
    counted = review.count(projects, found)
    assert [item["turned_by"] for item in counted["items"]] == [["mean"]] * 2
    (event,) = projects.events("projects.scores_counted.v1")
    assert event["data"]["flagged"] is True
    with pytest.raises(ModerationNeeded):
        fix(projects, found)
    kept = moderate(projects, found)
    assert kept["moderation"]["changed"] is False
    assert [item["place"] for item in fix(projects, found, FEDERATION)["items"]] == [1, 2]
    assert [each.application_id for each in ranking(projects, found)] == found["applications"]


def test_a_moderated_change_carries_a_reason_and_a_minority_view(projects):
    found = turned(projects)
    review.count(projects, found)
    order = found["applications"][::-1]
    with pytest.raises(InvalidInput) as caught:
        moderate(projects, found, order=order)
    assert caught.value.errors[0].field == "minority_view"
    with pytest.raises(InvalidInput) as caught:
        moderate(projects, found, order=order[:1], minority_view="反对")
    assert caught.value.errors[0].field == "order"
    changed = moderate(projects, found, order=order, minority_view="两人认为应维持")
    assert changed["moderation"]["minority_view"] == "两人认为应维持"
    assert [(i["place"], i["place_by_method"]) for i in changed["items"]] == [(1, 2), (2, 1)]
    with pytest.raises(SameOfficer):
        fix(projects, found, FEDERATION)
    fix(projects, found)
    assert [each.application_id for each in ranking(projects, found)] == order
    told = "".join(chain(projects, f"batch:{found['batch_id']}"))
    assert "minority_view_sha256" in told
    assert "两人认为" not in told


def test_ties_go_by_price_then_union_then_a_published_lot(projects):
    found = review.scoring(projects, 100, 90, 100, 100, with_union=[2])
    review.score_all(projects, dict.fromkeys(found["applications"], STEADY))
    one, cheap, union, other = found["applications"]
    counted = review.count(projects, found)
    assert counted["tied"] == [sorted([one, other])]
    with pytest.raises(TieOpen):
        fix(projects, found)
    with pytest.raises(TieOpen):
        moderate(projects, found)
    request = {"tender_id": found["tender_id"], "source": "福彩"}
    projects.clock.advance(DAY)
    due_at = rfc3339(projects.clock.now() + DAY)
    lot = projects.call("announce_tie_lot", caller=FEDERATION, due_at=due_at, **request)
    projects.clock.advance(DAY)
    order = review.drawn(projects, lot, "3 1 4 1 5")["order"]
    assert order == order_of([one, other], value="3 1 4 1 5", subject=lot["id"])
    fix(projects, found)
    assert [each.application_id for each in ranking(projects, found)] == [cheap, union, *order]


def test_a_lot_for_a_tie_holds_only_for_the_scores_that_it_was_announced_for(projects):
    found = review.scoring(projects, 100, 100)
    one, two = found["applications"]
    review.score_all(projects, {one: STEADY, two: STEADY})
    review.count(projects, found)
    tender = {"caller": FEDERATION, "tender_id": found["tender_id"]}
    projects.clock.advance(DAY)
    due_at = rfc3339(projects.clock.now() + DAY)
    lot = projects.call("announce_tie_lot", source="福彩", due_at=due_at, **tender)
    projects.clock.advance(DAY)
    review.drawn(projects, lot)
    assert projects.call("get_outcome", **tender)["tied"] == []
    projects.call("recount_scores", reason="误填", **tender)
    reopen = {"application_id": one, "reviewer_id": "m0", "reason": "误填"}
    reopen["until"] = rfc3339(projects.clock.now() + DAY)
    projects.call("reopen_sheet", caller=FEDERATION, **reopen)
    score(projects, one, "m0", plan=STEADY[0], team=STEADY[0])
    assert review.count(projects, found)["tied"] == [sorted([one, two])]


def test_abnormally_low_prices_are_flagged(projects):
    found = review.scoring(projects, 100, 95, 50)
    review.score_all(projects, dict.fromkeys(found["applications"], STEADY))
    counted = review.count(projects, found)
    low = {item["application_id"] for item in counted["items"] if item["abnormally_low"]}
    assert low == {found["applications"][2]}


def test_a_sheet_is_reopened_with_a_reason_and_counted_anew(projects):
    found = turned(projects)
    review.count(projects, found)
    moderate(projects, found)
    one = found["applications"][0]
    until = projects.clock.now() + DAY * 40
    reopen = {
        "application_id": one,
        "reviewer_id": "m6",
        "until": rfc3339(until),
        "reason": "误填",
    }
    with pytest.raises(WrongState):
        projects.call("reopen_sheet", caller=FEDERATION, **reopen)
    back = {"tender_id": found["tender_id"], "reason": "误填"}
    projects.call("recount_scores", caller=FEDERATION, **back)
    projects.clock.advance(DAY * 30)
    past = {"until": rfc3339(projects.clock.now())}
    with pytest.raises(InvalidInput):
        projects.call("reopen_sheet", caller=FEDERATION, **reopen | past)
    projects.call("reopen_sheet", caller=FEDERATION, **reopen)
    score(projects, one, "m6", plan=90, team=90)
    counted = review.count(projects, found)
    assert counted["moderation"] is None, "it was about other scores"
    assert counted["items"][0]["score"] == "85.0000"
    fix(projects, found)
    with pytest.raises(WrongState):
        projects.call("recount_scores", caller=FEDERATION, **back)


def test_a_desk_shows_every_application_with_its_state(projects):
    found = review.scoring(projects, 100, 100, 100)
    one, two, three = found["applications"]
    score(projects, one, "m0", plan=50, team=50)
    projects.call("open_file", caller=reviewer("m0"), application_id=two)
    desk = projects.call("get_desk", caller=reviewer("m0"))
    (tender,) = desk["items"]
    assert (tender["seat"], tender["state"]) == ("cleared", "scoring")
    states = {each["application_id"]: each["state"] for each in tender["applications"]}
    assert states == {one: "submitted", two: "draft", three: "unopened"}
    assert desk["counts"] == {"submitted": 1, "draft": 1, "unopened": 1}
    assert [each["label"] for each in tender["applications"]] == ["1", "2", "3"]
    off = {"tender_id": found["tender_id"], "reviewer_id": "m0", "reason": "被举报"}
    projects.call("recuse_reviewer", caller=FEDERATION, **off)
    (tender,) = projects.call("get_desk", caller=reviewer("m0"))["items"]
    assert (tender["seat"], tender["applications"]) == ("recused", [])
    assert projects.call("get_desk", caller=reviewer("stranger"))["items"] == []
    with pytest.raises(Forbidden):
        projects.call("get_desk", caller=CADRE)


def test_a_desk_is_read_in_three_statements_however_full_it_is(projects):
    found = review.scoring(projects, *[100] * 8)
    statements = []
    sa.event.listen(
        projects.database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    desk = projects.call("get_desk", caller=reviewer("m0"))
    assert len(desk["items"][0]["applications"]) == len(found["applications"])
    assert len([each for each in statements if each.startswith("SELECT")]) == 3


def test_outcomes_are_for_the_federation_and_auditors_when_they_are_there(projects):
    found = review.scoring(projects, 100)
    request = {"tender_id": found["tender_id"]}
    with pytest.raises(WrongState):
        projects.call("get_outcome", caller=AUDITOR, **request)
    review.score_all(projects, {found["applications"][0]: STEADY})
    counted = review.count(projects, found)
    assert projects.call("get_outcome", caller=AUDITOR, **request) == counted
    with pytest.raises(Forbidden):
        projects.call("get_outcome", caller=reviewer("m0"), **request)
