"""Who may do what, where in the union."""

from __future__ import annotations

import pytest

from chassis.context import ANONYMOUS, CallContext, Caller, Role
from chassis.errors import Forbidden, Unauthenticated

DISTRICT = Caller(kind="staff", id="s1", roles=(Role("district", "chaoyang"),))


@pytest.mark.parametrize(
    ("scope", "path", "covered"),
    [
        ("", "", True),
        ("", "chaoyang/jianwai", True),
        ("chaoyang", "chaoyang", True),
        ("chaoyang", "chaoyang/jianwai/u0001", True),
        ("chaoyang", "", False),
        ("chaoyang", "chaoyang2", False),
        ("chaoyang/jianwai", "chaoyang", False),
    ],
)
def test_a_scope_covers_itself_and_what_lies_below(scope, path, covered):
    assert Role("district", scope).covers(path) is covered


def test_a_role_is_required_over_a_place():
    DISTRICT.require("federation", "district", path="chaoyang/jianwai")
    with pytest.raises(Forbidden):
        DISTRICT.require("federation", "district", path="haidian")
    with pytest.raises(Forbidden):
        DISTRICT.require("federation", path="chaoyang")
    with pytest.raises(Unauthenticated):
        ANONYMOUS.require("district")


def test_a_member_is_no_member_of_staff():
    with pytest.raises(Forbidden):
        DISTRICT.require_member()
    assert Caller(kind="member", id="m1", union="chaoyang/a/b").require_member() == "m1"


def test_a_context_survives_the_headers():
    context = CallContext(caller=DISTRICT, correlation_id="c", deadline=12.5, idempotency_key="k")
    assert CallContext.from_data(context.to_data()) == context


def test_without_a_header_nobody_calls():
    assert CallContext.from_data({}).caller == ANONYMOUS
