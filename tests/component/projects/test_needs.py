"""Needs as unions and offices hand them in, see them and take them back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, IdempotencyKeyReused, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.projects.errors import NeedNotFound, WrongState
from tests.component.projects.callers import (
    AUDITOR,
    CADRE,
    DISTRICT,
    ELSEWHERE,
    FEDERATION,
    NEIGHBOUR,
    UNION,
    member,
    staff,
)
from tests.component.projects.conftest import WRITTEN, create


def ids(projects, caller, **request):
    return {n["id"] for n in projects.call("list_needs", caller=caller, **request)["items"]}


def test_a_need_is_handed_in_and_seen(projects):
    need = create(projects)
    assert need | WRITTEN == need
    assert need["union"] == UNION
    assert need["district"] == "chaoyang"
    assert need["state"] == "submitted"
    assert need["submitted_at"] == "2026-04-25T01:00:00.000000Z"
    assert projects.call("list_needs", caller=CADRE) == {"items": [need], "next_cursor": None}


def test_a_repeat_with_the_same_key_hands_in_once(projects):
    first = projects.call("create_need", caller=CADRE, key="k1", **WRITTEN)
    assert projects.call("create_need", caller=CADRE, key="k1", **WRITTEN) == first
    with pytest.raises(IdempotencyKeyReused):
        projects.call("create_need", caller=CADRE, key="k1", **WRITTEN | {"people": 7})
    assert len(projects.events()) == 1


def test_each_office_sees_its_part(projects):
    own = create(projects)["id"]
    next_door = create(projects, staff("grassroots", NEIGHBOUR))["id"]
    far = create(projects, staff("grassroots", ELSEWHERE))["id"]
    assert ids(projects, CADRE) == {own}
    assert ids(projects, DISTRICT) == {own, next_door}
    assert ids(projects, FEDERATION) == ids(projects, AUDITOR) == {own, next_door, far}
    assert ids(projects, FEDERATION, district="haidian") == {far}
    assert ids(projects, DISTRICT, district="haidian") == set()


def test_a_path_is_no_pattern(projects):
    create(projects, staff("grassroots", "chaoyang/jianwaix/u0001"))
    assert ids(projects, staff("grassroots", "chaoyang/jianwai")) == set()


@pytest.mark.parametrize(
    ("caller", "error"),
    [(ANONYMOUS, Unauthenticated), (member("m"), Forbidden), (staff("venue"), Forbidden)],
)
def test_the_list_is_not_for_everybody(projects, caller, error):
    with pytest.raises(error):
        projects.call("list_needs", caller=caller)


@pytest.mark.parametrize("caller", [DISTRICT, FEDERATION, AUDITOR, member("m")])
def test_only_a_grassroots_union_hands_in(projects, caller):
    with pytest.raises(Forbidden):
        create(projects, caller)
    assert ids(projects, FEDERATION) == set()
    assert projects.events() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "   "),
        ("title", "长" * 121),
        ("title", 5),
        ("need_class", "sport"),
        ("kind", "dating"),
        ("people", 0),
        ("people", "180"),
        ("people", True),
        ("people", 2**40),
        ("evidence", "\0"),
        ("union", "../x"),
        ("colour", "red"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_handed_in(projects, field, value):
    with pytest.raises(InvalidInput) as caught:
        create(projects, **{field: value})
    assert [error.field for error in caught.value.errors] == [field]
    assert ids(projects, FEDERATION) == set()


def test_the_union_takes_its_need_back_once(projects):
    need = create(projects)
    taken = projects.call("withdraw_need", caller=CADRE, need_id=need["id"], reason="已解决")
    assert taken == need | {"state": "withdrawn"}
    with pytest.raises(WrongState):
        projects.call("withdraw_need", caller=CADRE, need_id=need["id"])
    assert ids(projects, CADRE, state="withdrawn") == {need["id"]}
    assert ids(projects, CADRE, state="submitted") == set()
    (event,) = projects.events("projects.need_withdrawn.v1")
    assert event["data"]["reason"] == "已解决"


@pytest.mark.parametrize("caller", [DISTRICT, FEDERATION, AUDITOR])
def test_nobody_takes_back_for_another(projects, caller):
    need = create(projects)
    with pytest.raises(Forbidden):
        projects.call("withdraw_need", caller=caller, need_id=need["id"])
    assert ids(projects, CADRE, state="submitted") == {need["id"]}


def test_another_unions_need_is_not_even_there(projects):
    need = create(projects)
    for need_id, caller in [
        (need["id"], staff("grassroots", NEIGHBOUR)),
        (need["id"], staff("district", "haidian")),
        (uuid7(), CADRE),
    ]:
        with pytest.raises(NeedNotFound):
            projects.call("withdraw_need", caller=caller, need_id=need_id)


def test_needs_come_newest_first_and_each_on_one_page(projects):
    made = []
    for number in range(23):
        if number % 3:
            projects.clock.advance(timedelta(seconds=1))
        need = create(projects, title=f"需求{number}")
        made.append((need["submitted_at"], need["id"]))
    seen, cursor = [], ""
    while cursor is not None:
        page = projects.call("list_needs", caller=CADRE, limit=5, cursor=cursor)
        seen += [(need["submitted_at"], need["id"]) for need in page["items"]]
        cursor = page["next_cursor"]
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize("request_", [{"state": "x"}, {"need_class": "x"}, {"cursor": "x"}])
def test_a_wrong_filter_is_named(projects, request_):
    with pytest.raises(InvalidInput) as caught:
        projects.call("list_needs", caller=CADRE, **request_)
    assert [error.field for error in caught.value.errors] == list(request_)


def test_the_kinds_are_listed_with_their_classes(projects):
    items = projects.call("list_need_kinds")["items"]
    assert Counter(item["need_class"] for item in items) == {"work": 5, "life": 4, "culture": 4}
