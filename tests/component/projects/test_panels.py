"""Panels: named and drawn in the open; conflicts declared before any file; recusals; quorum."""

from __future__ import annotations

import pytest

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput
from services.projects.applications.tables import Application
from services.projects.errors import (
    LotNotDue,
    NotDeclared,
    NotOnPanel,
    NotRegistered,
    PanelIncomplete,
    SameOfficer,
    WrongState,
)
from services.projects.lots.rules import names_hash, order_of
from services.projects.providers.tables import ProviderUser
from tests.component.projects import review
from tests.component.projects.applying import account
from tests.component.projects.callers import AUDITOR, CADRE, FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.review import declare, reviewer
from tests.component.projects.test_audit import chain
from tests.support import contracts


def seats(projects, made):
    found = projects.call("get_panel", caller=AUDITOR, panel_id=made["id"])["sittings"]
    return {seat["account_id"]: seat for seat in found}


def refused(projects, batch_id):
    """The last act that the audit keeps, with why it was refused."""
    last = chain(projects, f"batch:{batch_id}")[-1]
    assert '"refused":' in last
    return last


def test_a_panel_is_named_and_its_alternates_drawn_in_the_open(projects):
    call = review.called(projects)
    made = review.panel(projects, call)
    (lot,) = made["lots"]
    names = [person["account_id"] for person in made["people"] if not person["member"]]
    assert lot["names_sha256"] == names_hash(names)
    assert lot["order"] == []
    assert set(seats(projects, made)) == {f"m{at}" for at in range(7)}
    projects.clock.advance(DAY)
    after = review.drawn(projects, lot)
    (public,) = projects.call("list_lots", caller=ANONYMOUS, batch_id=call["batch_id"])["items"]
    assert public == after
    assert after["order"] == order_of(names, value=after["value"], subject=lot["id"])
    for name, count in (("panel_formed", 1), ("lot_announced", 1), ("lot_drawn", 1)):
        events = projects.events(f"projects.{name}.v1")
        assert len(events) == count
        contracts.check(events[0]["type"], events[0]["data"])
    assert len(projects.events("projects.reviewer_called.v1")) == 7
    assert "评审" not in str(projects.events()), "events name no persons"


def test_a_lot_is_drawn_when_it_is_due_by_somebody_else_and_once(projects):
    call = review.called(projects)
    (lot,) = review.panel(projects, call)["lots"]
    with pytest.raises(LotNotDue):
        review.drawn(projects, lot)
    assert "lot_not_due" in refused(projects, call["batch_id"])
    projects.clock.advance(DAY)
    with pytest.raises(SameOfficer):
        projects.call("enter_lot_value", caller=FEDERATION, lot_id=lot["id"], value="1")
    review.drawn(projects, lot)
    with pytest.raises(WrongState):
        review.drawn(projects, lot, "another value")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"members": review.people("m")[:5]}, "members"),
        ({"members": review.people("m")[:6] + review.people("x")[:1]}, "members"),
        ({"candidates": review.people("m")[:1]}, "members"),
        ({"tender_ids": ["0196b7a1-0000-7000-8000-000000000001"]}, "tender_ids"),
        ({"due_at": "2026-01-01T00:00:00Z"}, "due_at"),
    ],
)
def test_a_panel_that_breaks_its_rule_is_refused_whole(projects, change, field):
    call = review.called(projects)
    with pytest.raises(InvalidInput) as caught:
        review.panel(projects, call, **change)
    assert caught.value.errors[0].field == field
    request = {"caller": AUDITOR, "batch_id": call["batch_id"]}
    assert projects.call("list_panels", **request)["items"] == []
    assert f'"fields":["{field}"' in refused(projects, call["batch_id"])


def test_a_tender_has_one_panel_and_the_federation_names_it(projects):
    call = review.called(projects)
    with pytest.raises(Forbidden):
        review.panel(projects, call, caller=CADRE)
    assert '"actor":"grassroots' in refused(projects, call["batch_id"])
    made = review.panel(projects, call, tender_ids=[call["tender_id"]] * 2)
    assert made["tender_ids"] == [call["tender_id"]]
    with pytest.raises(InvalidInput):
        review.panel(projects, call)


def test_conflicts_are_declared_before_any_file_opens(projects):
    found = review.opened(projects, 100, 200)
    tender_id, application_id = found["tender_id"], found["applications"][0]
    request = {"caller": reviewer("m0"), "application_id": application_id}
    with pytest.raises(NotDeclared):
        projects.call("open_file", **request)
    assert "not_declared" in refused(projects, found["batch_id"])
    told = projects.call("get_declaration", caller=reviewer("m0"), tender_id=tender_id)
    assert {each["name"] for each in told["applicants"]} == {
        "北京第0社会工作事务所",
        "北京第1社会工作事务所",
    }
    assert "方案" not in str(told)
    assert declare(projects, tender_id, "m0")["state"] == "cleared"
    with pytest.raises(WrongState):
        projects.call("open_file", **request)
    (event,) = projects.events("projects.conflict_cleared.v1")
    contracts.check(event["type"], event["data"])


def test_hints_show_a_shared_employer_and_are_kept(projects):
    call = review.called(projects)
    members = review.people("m")
    members[0]["employer"] = "北京第1社会工作事务所（总部）"
    made = review.panel(projects, call, members=members)
    projects.clock.advance(DAY * 10)
    projects.tick("move_calls")
    projects.clock.advance(DAY * 20)
    projects.tick("move_calls")
    ids = review.admitted(projects, call["tender_id"], 100, 100)
    told = declare(projects, call["tender_id"], "m0")
    hints = {each["name"]: each["hints"] for each in told["applicants"]}
    assert hints == {"北京第0社会工作事务所": [], "北京第1社会工作事务所": ["employer"]}
    assert seats(projects, made)["m0"]["hints"] == {ids[1]: ["employer"]}


def test_conflicts_are_declared_when_it_is_decided_who_takes_part(projects):
    found = review.opened(projects, 100, 200)
    with projects.store.work() as work:
        work.session.get_one(Application, found["applications"][0]).state = "correcting"
    with pytest.raises(WrongState) as caught:
        declare(projects, found["tender_id"], "m0")
    assert caught.value.facts["waiting"] == 1


def test_a_recusal_calls_the_alternate_of_the_same_role(projects):
    found = review.opened(projects, 100, 200)
    tender_id, made = found["tender_id"], found["panel"]
    with pytest.raises(InvalidInput) as caught:
        declare(projects, tender_id, "m3", conflict=True)
    assert caught.value.errors[0].field == "reason"
    declare(projects, tender_id, "m3", conflict=True, reason="在该机构任职")
    after = seats(projects, made)
    assert after["m3"]["state"] == "recused"
    (new,) = set(after) - {f"m{at}" for at in range(7)}
    assert (after[new]["role"], after[new]["state"]) == ("expert", "assigned")
    assert len(projects.events("projects.reviewer_called.v1")) == 8
    (event,) = projects.events("projects.reviewer_recused.v1")
    contracts.check(event["type"], event["data"])
    assert "任职" not in str(event)
    request = {"caller": reviewer("m3"), "application_id": found["applications"][0]}
    with pytest.raises(NotOnPanel):
        projects.call("open_file", **request)
    assert "not_on_panel" in refused(projects, found["batch_id"])


def test_a_panel_below_its_rule_opens_no_file_until_it_is_filled(projects):
    found = review.opened(projects, 100, 200)
    tender_id, made = found["tender_id"], found["panel"]
    request = {"caller": FEDERATION, "tender_id": tender_id}
    with pytest.raises(PanelIncomplete):
        projects.call("open_scoring", **request)
    employee = review.ROLES.index("employee")
    for at in range(7):
        if at != employee:
            declare(projects, tender_id, f"m{at}")
    declare(projects, tender_id, f"m{employee}", conflict=True, reason="亲属")
    (alternate,) = set(seats(projects, made)) - {f"m{at}" for at in range(7)}
    declare(projects, tender_id, alternate, conflict=True, reason="亲属")
    with pytest.raises(PanelIncomplete) as caught:
        projects.call("open_scoring", **request)
    assert caught.value.facts["roles"] == ["employee"]
    assert "panel_incomplete" in refused(projects, found["batch_id"])

    more = projects.call(
        "name_candidates",
        caller=FEDERATION,
        panel_id=made["id"],
        candidates=review.people("n", ["employee"]),
        source="下一期",
        due_at=rfc3339(projects.clock.now() + DAY),
    )
    projects.clock.advance(DAY)
    review.drawn(projects, more["lots"][1])
    projects.call("call_alternates", caller=FEDERATION, panel_id=made["id"])
    declare(projects, tender_id, "n0")
    projects.call("open_scoring", **request)
    assert projects.call("get_call", tender_id=tender_id)["state"] == "scoring"
    (event,) = projects.events("projects.scoring_opened.v1")
    contracts.check(event["type"], event["data"])


def test_the_federation_can_take_somebody_off_and_what_they_scored_counts_no_more(projects):
    found = review.scoring(projects, 100, 200)
    one, two = found["applications"]
    marks = [50, 50, 50, 50, 50, 50, 100]
    review.score_all(projects, {one: marks, two: marks})
    off = {"tender_id": found["tender_id"], "reviewer_id": "m6", "reason": "被举报"}
    projects.call("recuse_reviewer", caller=OTHER, **off)
    projects.clock.advance(DAY * 30)
    counted = review.count(projects, found)
    assert {(item["mean"], item["scored_by"]) for item in counted["items"]} == {("50.0000", 6)}


def test_who_was_not_called_declares_nothing(projects):
    found = review.opened(projects, 100)
    look = {"tender_id": found["tender_id"]}
    for account_id in ("c0", "stranger"):
        with pytest.raises(NotOnPanel):
            declare(projects, found["tender_id"], account_id)
        with pytest.raises(NotOnPanel):
            projects.call("get_declaration", caller=reviewer(account_id), **look)
        assert '"act":"applicants.read"' in refused(projects, found["batch_id"])
    request = {"tender_id": found["tender_id"], "conflict": False}
    with pytest.raises(Forbidden):
        projects.call("declare_conflict", caller=CADRE, **request)
    assert "forbidden" in refused(projects, found["batch_id"])


def test_presentations_have_a_timetable_that_does_not_overlap(projects):
    found = review.opened(projects, 100, 200, 300)
    starts_at = projects.clock.now() + DAY
    request = {
        "caller": FEDERATION,
        "tender_id": found["tender_id"],
        "starts_at": rfc3339(starts_at),
        "minutes": 20,
        "place": "职工之家 301",
    }
    planned = projects.call("plan_presentations", **request)["items"]
    assert [slot["starts_at"][11:16] for slot in planned] == ["01:00", "01:25", "01:50"]
    assert {slot["application_id"] for slot in planned} == set(found["applications"])
    again = projects.call("plan_presentations", **request | {"minutes": 30})["items"]
    assert [slot["application_id"] for slot in again] == [s["application_id"] for s in planned]
    look = {"tender_id": found["tender_id"]}
    assert projects.call("list_presentations", caller=reviewer("m0"), **look)["items"] == again
    with pytest.raises(Forbidden):
        projects.call("list_presentations", caller=reviewer("stranger"), **look)
    with projects.store.work() as work:
        own = work.session.get_one(Application, found["applications"][1])
        user = ProviderUser(account_id="org-1", provider_id=own.provider_id, added_by="x")
        user.added_at = work.now
        work.session.add(user)
    (slot,) = projects.call("list_presentations", caller=account("org-1"), **look)["items"]
    assert slot["application_id"] == found["applications"][1]
    (own_row,) = projects.call("get_application_desk", caller=account("org-1"))["items"]
    assert slot.items() >= own_row["presentation"].items()
    with pytest.raises(NotRegistered):
        projects.call("list_presentations", caller=account("org-2"), **look)
    events = projects.events("projects.presentations_planned.v1")
    assert len(events) == 2
    contracts.check(events[0]["type"], events[0]["data"])
    for wrong in (projects.clock.now() - DAY, projects.clock.now() + DAY * 30):
        with pytest.raises(InvalidInput) as caught:
            projects.call("plan_presentations", **request | {"starts_at": rfc3339(wrong)})
        assert caught.value.errors[0].field == "starts_at"
