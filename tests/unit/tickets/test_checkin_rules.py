"""Who may stand at the door, and how a short code may be typed."""

from __future__ import annotations

import pytest

from chassis.context import ANONYMOUS, SYSTEM, Caller, Role
from chassis.errors import Forbidden, Unauthenticated
from services.tickets.checkins.rules import (
    require_doorkeeper,
    require_doorkeeper_of,
    typed_short_code,
)


def staff(*roles: tuple[str, str]) -> Caller:
    return Caller(kind="staff", id="a", roles=tuple(Role(*role) for role in roles))


@pytest.mark.parametrize(
    "caller",
    [
        SYSTEM,
        staff(("venue", "")),
        staff(("venue", "chaoyang")),
        staff(("federation", "")),
        staff(("auditor", ""), ("venue", "haidian")),
    ],
)
def test_doorkeepers_of_one_of_the_districts_may(caller):
    require_doorkeeper(caller)
    require_doorkeeper_of(caller, ["haidian", "chaoyang"])


@pytest.mark.parametrize("scope", ["fengtai", "chaoyang/jianwai", "chao"])
def test_doorkeepers_of_another_place_may_not(scope):
    require_doorkeeper(staff(("venue", scope)))
    with pytest.raises(Forbidden):
        require_doorkeeper_of(staff(("venue", scope)), ["chaoyang"])


@pytest.mark.parametrize("caller", [staff(("district", "")), Caller(kind="member", id="m")])
def test_others_may_nowhere(caller):
    with pytest.raises(Forbidden):
        require_doorkeeper(caller)


def test_nobody_may_not():
    with pytest.raises(Unauthenticated):
        require_doorkeeper(ANONYMOUS)


@pytest.mark.parametrize("typed", ["K7QX1M2P0T", "k7qx1-m2p0t", " k7qxi m2pot ", "K7QXLM2POT"])
def test_a_short_code_is_found_however_it_is_typed(typed):
    assert typed_short_code(typed) == "K7QX1M2P0T"
