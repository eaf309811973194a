"""The federation takes needs on, merges them and undoes it; the originals stay."""

from __future__ import annotations

import pytest

from chassis.errors import Forbidden, InvalidInput
from chassis.ids import uuid7
from services.projects.demo.history import History
from services.projects.demo.needs import hand_in
from services.projects.demo.timetable import Timetable
from services.projects.errors import NeedNotFound, WrongState
from tests.component.projects.callers import (
    AUDITOR,
    CADRE,
    DISTRICT,
    ELSEWHERE,
    FEDERATION,
    UNION,
    staff,
)
from tests.component.projects.conftest import accepted, create

FAR = staff("grassroots", ELSEWHERE)


def merge(projects, canonical, *others, caller=FEDERATION):
    projects.call("merge_needs", caller=caller, canonical_id=canonical, need_ids=list(others))


def story(projects, need_id, caller=FEDERATION):
    return projects.call("get_need", caller=caller, need_id=need_id)


def state(projects, need_id):
    return story(projects, need_id)["need"]["state"]


def test_the_story_of_a_need_says_who_did_what_and_why(projects):
    need = create(projects)
    projects.call("reject_need", caller=FEDERATION, need_id=need["id"], reason="已有同类项目")
    told = story(projects, need["id"], CADRE)
    assert told["need"] == need | {"state": "rejected"}
    assert [(s["step"], s["taken_by"], s["reason"]) for s in told["steps"]] == [
        ("submit", CADRE.id, ""),
        ("reject", FEDERATION.id, "已有同类项目"),
    ]
    assert told["became"]["id"] == need["id"]


@pytest.mark.parametrize("caller", [CADRE, DISTRICT, AUDITOR])
def test_only_the_federation_decides_and_merges(projects, caller):
    one, other = accepted(projects), accepted(projects)
    waiting = create(projects)["id"]
    for method, request in [
        ("accept_need", {"need_id": waiting}),
        ("reject_need", {"need_id": waiting, "reason": "x"}),
        ("merge_needs", {"canonical_id": one, "need_ids": [other]}),
        ("unmerge_need", {"need_id": other}),
    ]:
        with pytest.raises(Forbidden):
            projects.call(method, caller=caller, **request)
    assert [state(projects, n) for n in (one, other, waiting)] == [
        "accepted",
        "accepted",
        "submitted",
    ]


def test_a_rejection_needs_a_reason(projects):
    need = create(projects)
    with pytest.raises(InvalidInput) as caught:
        projects.call("reject_need", caller=FEDERATION, need_id=need["id"], reason=" ")
    assert [error.field for error in caught.value.errors] == ["reason"]


def test_merged_needs_stay_and_point_to_the_one_that_stands_for_them(projects):
    one, other = accepted(projects, title="睡眠改善"), accepted(projects, FAR, title="倒班健康")
    merge(projects, one, other)
    told = story(projects, other, FAR)
    assert told["need"]["title"] == "倒班健康"
    assert told["need"]["state"] == "merged"
    assert told["need"]["merged_into"] == told["became"]["id"] == one
    assert [n["id"] for n in story(projects, one)["merged"]] == [other]


def test_undoing_a_merger_brings_everything_back_as_it_was(projects):
    first, second, third = (accepted(projects) for _ in range(3))
    before = [story(projects, n)["need"] for n in (first, second, third)]
    merge(projects, second, third)
    merge(projects, first, second)
    assert story(projects, third)["became"]["id"] == first
    projects.call("unmerge_need", caller=FEDERATION, need_id=second)
    assert story(projects, third)["became"]["id"] == second
    projects.call("unmerge_need", caller=FEDERATION, need_id=third)
    assert [story(projects, n)["need"] for n in (first, second, third)] == before


def test_a_need_cannot_stand_in_itself_nor_in_a_circle(projects):
    one, other = accepted(projects), accepted(projects)
    for needs in ([one], [other, other]):
        with pytest.raises(InvalidInput) as caught:
            merge(projects, one, *needs)
        assert [error.field for error in caught.value.errors] == ["need_ids"]
    merge(projects, one, other)
    with pytest.raises(WrongState):
        merge(projects, other, one)


def test_only_accepted_needs_are_merged_and_then_all_or_none(projects):
    one, other, waiting = accepted(projects), accepted(projects), create(projects)["id"]
    with pytest.raises(WrongState):
        merge(projects, one, other, waiting)
    with pytest.raises(WrongState):
        merge(projects, waiting, other)
    with pytest.raises(NeedNotFound):
        merge(projects, one, other, uuid7())
    assert state(projects, other) == "accepted"
    assert projects.events("projects.need_merged.v1") == []


def test_a_union_that_withdraws_leaves_the_others_standing(projects):
    one, other = accepted(projects), accepted(projects, FAR)
    merge(projects, one, other)
    projects.call("withdraw_need", caller=CADRE, need_id=one)
    assert state(projects, one) == "withdrawn"
    assert state(projects, other) == "accepted"
    assert story(projects, other)["became"]["id"] == other


def test_a_merged_need_can_still_be_withdrawn(projects):
    one, other = accepted(projects), accepted(projects, FAR)
    merge(projects, one, other)
    projects.call("withdraw_need", caller=FAR, need_id=other)
    assert state(projects, other) == "withdrawn"
    assert story(projects, one)["merged"] == []


def test_similar_needs_are_shown_while_writing_across_unions(projects):
    with projects.store.work() as work:
        hand_in(History(projects.store, work), Timetable.before(work.now))
    items = projects.call("similar_needs", caller=CADRE, title="插花减压课")["items"]
    assert len(items) == 5
    assert sum("花" in item["need"]["title"] for item in items) >= 3
    assert [i["likeness"] for i in items] == sorted((i["likeness"] for i in items), reverse=True)
    assert any(item["need"]["union"] != UNION for item in items)
    assert "evidence" not in items[0]["need"]


def test_a_need_is_not_similar_to_itself_nor_to_what_is_gone(projects):
    one, other = create(projects)["id"], create(projects)["id"]
    gone = create(projects)["id"]
    projects.call("withdraw_need", caller=CADRE, need_id=gone)
    items = projects.call(
        "similar_needs", caller=FEDERATION, title="倒班职工睡眠改善服务", need_id=one
    )["items"]
    assert [item["need"]["id"] for item in items] == [other]


@pytest.mark.parametrize("title", ["%", "？！", "xyzzy"])
def test_nothing_is_like_a_text_without_words(projects, title):
    create(projects)
    assert projects.call("similar_needs", caller=CADRE, title=title)["items"] == []
