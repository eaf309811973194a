"""The states of a need, and who may hand it in and see it."""

from __future__ import annotations

import pytest

from chassis.context import ANONYMOUS, SYSTEM, Caller, Role
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.projects.errors import WrongState
from services.projects.needs import kinds, rules
from services.projects.needs.rules import STATES, NewNeed

WAYS = {
    "submit": {"draft": "submitted"},
    "accept": {"submitted": "accepted"},
    "reject": {"submitted": "rejected"},
    "merge": {"accepted": "merged"},
    "unmerge": {"merged": "accepted"},
    "put_to_vote": {"accepted": "in_vote"},
    "rank": {"in_vote": "ranked"},
    "select": {"ranked": "selected"},
    "park": {"ranked": "parked"},
    "tender": {"selected": "in_tender"},
    "take_back": {"in_tender": "selected"},
    "fulfil": {"in_tender": "fulfilled"},
    "withdraw": dict.fromkeys(["draft", "submitted", "accepted", "merged"], "withdrawn"),
}


def staff(*roles: tuple[str, str]) -> Caller:
    return Caller(kind="staff", id="s1", roles=tuple(Role(*role) for role in roles))


@pytest.mark.parametrize("state", sorted(STATES.states))
@pytest.mark.parametrize("step", sorted(WAYS))
def test_a_step_leads_where_it_should_and_is_refused_elsewhere(step, state):
    if state in WAYS[step]:
        assert STATES.take(step, state=state).target == WAYS[step][state]
        return
    with pytest.raises(WrongState) as caught:
        STATES.take(step, state=state)
    assert caught.value.facts["step"] == step
    assert caught.value.facts["possible_in"] == sorted(WAYS[step])


def test_there_is_no_other_step_and_every_state_can_be_reached():
    assert set(STATES.steps) == set(WAYS)
    reached = {STATES.initial}
    while (
        more := {found.target for found in STATES.steps.values() if found.sources & reached}
        - reached
    ):
        reached |= more
    assert reached == STATES.states


def test_the_classes_have_the_kinds_of_the_scenario():
    assert {name: len(known) for name, known in kinds.CLASSES.items()} == {
        "work": 5,
        "life": 4,
        "culture": 4,
    }


@pytest.mark.parametrize(("need_class", "kind"), [("work", "dating"), ("life", "x"), ("y", "art")])
def test_a_kind_of_another_class_is_named(need_class, kind):
    need = NewNeed(title="x", need_class=need_class, kind=kind, audience="x", people=1)
    with pytest.raises(InvalidInput) as caught:
        rules.check(need)
    assert [error.field for error in caught.value.errors] == ["kind"]


def test_a_cadre_hands_in_for_the_own_union():
    cadre = staff(("grassroots", "chaoyang/jianwai/u0001"))
    assert rules.union_of(cadre, "") == "chaoyang/jianwai/u0001"
    assert rules.union_of(cadre, "chaoyang/jianwai/u0001") == "chaoyang/jianwai/u0001"
    with pytest.raises(Forbidden):
        rules.union_of(cadre, "chaoyang/jianwai/u0002")


def test_a_cadre_of_two_unions_says_for_which():
    cadre = staff(("grassroots", "a/b/u1"), ("grassroots", "a/b/u2"))
    assert rules.union_of(cadre, "a/b/u2") == "a/b/u2"
    with pytest.raises(InvalidInput):
        rules.union_of(cadre, "")


@pytest.mark.parametrize(
    ("caller", "error"),
    [
        (ANONYMOUS, Unauthenticated),
        (Caller(kind="member", id="m1", union="chaoyang/jianwai/u0001"), Forbidden),
        (staff(("federation", "")), Forbidden),
        (staff(("district", "chaoyang")), Forbidden),
        (staff(("auditor", "")), Forbidden),
    ],
)
def test_nobody_else_hands_in(caller, error):
    for asked in ("", "chaoyang/jianwai/u0001"):
        with pytest.raises(error):
            rules.union_of(caller, asked)


@pytest.mark.parametrize(
    ("caller", "sees"),
    [
        (staff(("federation", "")), {"chaoyang/jianwai/u0001", "haidian/x/u1", "chaoyang2/x/u1"}),
        (staff(("auditor", "")), {"chaoyang/jianwai/u0001", "haidian/x/u1", "chaoyang2/x/u1"}),
        (SYSTEM, {"chaoyang/jianwai/u0001", "haidian/x/u1", "chaoyang2/x/u1"}),
        (staff(("district", "chaoyang")), {"chaoyang/jianwai/u0001"}),
        (staff(("grassroots", "haidian/x/u1")), {"haidian/x/u1"}),
        (staff(("venue", "")), set()),
        (ANONYMOUS, set()),
    ],
)
def test_each_role_sees_its_part(caller, sees):
    unions = {"chaoyang/jianwai/u0001", "haidian/x/u1", "chaoyang2/x/u1"}
    assert {union for union in unions if rules.may_read(caller, union)} == sees
