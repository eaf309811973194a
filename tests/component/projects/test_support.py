"""Members support needs; each counts once, through every merger and back."""

from __future__ import annotations

import pytest

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, Unauthenticated
from services.projects.errors import NeedNotFound, WrongState
from tests.component.projects.callers import CADRE, FEDERATION, member
from tests.component.projects.conftest import accepted, create


def support(projects, name, need_id):
    return projects.call("support_need", caller=member(name), need_id=need_id)["supporters"]


def supporters(projects, need_id):
    return projects.call("get_need", caller=FEDERATION, need_id=need_id)["supporters"]


def test_a_member_counts_once(projects):
    need = accepted(projects)
    assert support(projects, "m1", need) == 1
    assert support(projects, "m1", need) == 1
    assert support(projects, "m2", need) == 2
    answer = projects.call("end_support", caller=member("m1"), need_id=need)
    assert (answer["supporters"], answer["supported"]) == (1, False)


def test_after_a_merger_a_member_of_both_counts_once_and_undoing_it_loses_nobody(projects):
    one, other = accepted(projects), accepted(projects)
    for name in ("m1", "m2"):
        support(projects, name, one)
    for name in ("m2", "m3"):
        support(projects, name, other)
    projects.call("merge_needs", caller=FEDERATION, canonical_id=one, need_ids=[other])
    assert supporters(projects, one) == 3
    assert support(projects, "m4", other) == 4
    projects.call("unmerge_need", caller=FEDERATION, need_id=other)
    assert (supporters(projects, one), supporters(projects, other)) == (2, 3)


def test_members_see_what_takes_support_and_whether_they_gave_it(projects):
    one, other = accepted(projects), accepted(projects)
    merged, waiting = accepted(projects), create(projects)["id"]
    projects.call("merge_needs", caller=FEDERATION, canonical_id=one, need_ids=[merged])
    support(projects, "m1", merged)
    page = projects.call("list_open_needs", caller=member("m1"))
    told = {i["need"]["id"]: (i["supporters"], i["supported"]) for i in page["items"]}
    assert told == {one: (1, True), other: (0, False)}
    assert waiting not in told
    assert "evidence" not in page["items"][0]["need"]


def test_a_need_not_yet_taken_on_is_not_there_for_members(projects):
    need = create(projects)["id"]
    with pytest.raises(NeedNotFound):
        support(projects, "m1", need)


def test_a_need_that_was_withdrawn_takes_no_support(projects):
    need = accepted(projects)
    projects.call("withdraw_need", caller=CADRE, need_id=need)
    with pytest.raises((NeedNotFound, WrongState)):
        support(projects, "m1", need)
    assert supporters(projects, need) == 0


@pytest.mark.parametrize(("caller", "error"), [(ANONYMOUS, Unauthenticated), (CADRE, Forbidden)])
def test_only_members_support(projects, caller, error):
    need = accepted(projects)
    for method in ("support_need", "end_support"):
        with pytest.raises(error):
            projects.call(method, caller=caller, need_id=need)
    assert supporters(projects, need) == 0


def test_a_supporter_sees_what_became_of_the_need(projects):
    one, other = accepted(projects), accepted(projects)
    accepted(projects)
    for need_id in (one, other):
        support(projects, "m1", need_id)
    projects.call("merge_needs", caller=FEDERATION, canonical_id=one, need_ids=[other])
    projects.call("withdraw_need", caller=CADRE, need_id=one)
    page = projects.call("list_open_needs", caller=member("m1"), supported=True)
    told = [(item["need"]["id"], item["need"]["state"]) for item in page["items"]]
    assert sorted(told) == sorted([(one, "withdrawn"), (other, "accepted")])
    assert projects.call("list_open_needs", caller=member("m2"), supported=True)["items"] == []


def test_a_need_that_stands_for_a_supported_one_is_shown_in_its_place(projects):
    one, other = accepted(projects), accepted(projects)
    support(projects, "m1", other)
    projects.call("merge_needs", caller=FEDERATION, canonical_id=one, need_ids=[other])
    page = projects.call("list_open_needs", caller=member("m1"), supported=True)
    assert [(i["need"]["id"], i["supporters"], i["supported"]) for i in page["items"]] == [
        (one, 1, True)
    ]
