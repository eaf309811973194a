"""Panels: seats, alternates by lot, conflicts, recusals and the quorum."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from services.projects.batches.rules import PRESETS
from services.projects.errors import LotNotDue, PanelIncomplete, SameOfficer, WrongState
from services.projects.lots import rules as lots
from services.projects.panels import rules
from services.projects.panels.conflicts import Hint, hints
from services.projects.panels.rules import Person, Sitting

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNION = PRESETS["union"]
NAMES = st.lists(st.text(min_size=1), unique=True, min_size=1, max_size=9)


def people(seats, prefix="m"):
    roles = [role for role, count in seats.items() for _ in range(count)]
    return [
        Person(account_id=f"{prefix}{at}", name=f"{prefix}{at}", role=role)
        for at, role in enumerate(roles)
    ]


def wrong_fields(*args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        rules.check(*args, **kwargs)
    return {error.field for error in caught.value.errors}


@pytest.mark.parametrize("preset", PRESETS)
def test_the_presets_can_be_filled(preset):
    seats = PRESETS[preset]
    rules.check(seats, members=people(seats), candidates=people(seats, "c"))


def test_a_panel_that_breaks_its_rule_is_refused():
    members, candidates = people(UNION), people(UNION, "c")
    even = {"department": 3, "expert": 3}
    assert wrong_fields(even, members=people(even), candidates=[]) == {"seats"}
    assert wrong_fields({"expert": 3}, members=people({"expert": 3}), candidates=[]) == {"seats"}
    assert wrong_fields(UNION, members=members[1:], candidates=candidates) == {"members"}
    twice = [*candidates, members[0]]
    assert wrong_fields(UNION, members=members, candidates=twice) == {"members"}
    experts = PRESETS["experts"]
    strange = people({"employee": 1}, "c")
    assert wrong_fields(experts, members=people(experts), candidates=strange) == {"candidates"}


@given(names=NAMES, value=st.text(), subject=st.text(), data=st.data())
def test_a_lot_does_not_depend_on_who_was_written_first(names, value, subject, data):
    shuffled = data.draw(st.permutations(names))
    order = lots.order_of(names, value=value, subject=subject)
    assert lots.order_of(shuffled, value=value, subject=subject) == order
    assert sorted(order) == sorted(names)
    assert lots.names_hash(shuffled) == lots.names_hash(names)


def test_anybody_can_compute_a_lot_again():
    def rank(name):
        return hmac.new(b"05 12 19", f"panel:1\n{name}".encode(), "sha256").hexdigest()

    names = [f"person-{n}" for n in range(20)]
    order = lots.order_of(names, value="05 12 19", subject="panel:1")
    assert order == sorted(names, key=rank) != names
    assert order != lots.order_of(names, value="05 12 20", subject="panel:1")


def test_a_lot_is_drawn_once_when_it_is_due_and_by_somebody_else():
    asked = {"announced_by": "a", "due_at": NOW, "drawn": False, "officer": "b", "now": NOW}
    lots.require_drawable(**asked)
    for change, error in (
        ({"drawn": True}, WrongState),
        ({"now": NOW - HOUR}, LotNotDue),
        ({"officer": "a"}, SameOfficer),
    ):
        with pytest.raises(error):
            lots.require_drawable(**asked | change)
    with pytest.raises(InvalidInput):
        lots.require_future(NOW, now=NOW)


def test_the_next_alternate_has_the_role_and_was_not_called():
    roles = {"x": "expert", "y": "employee", "z": "expert"}
    asked = {"roles": roles, "role": "expert"}
    assert rules.next_alternate(["y", "x", "z"], called=[], **asked) == "x"
    assert rules.next_alternate(["y", "x", "z"], called=["x"], **asked) == "z"
    assert rules.next_alternate(["y", "x", "z"], called=["x", "z"], **asked) is None


@pytest.mark.parametrize(("seats", "needed"), [(5, 4), (7, 5), (9, 6), (11, 8)])
def test_the_quorum_is_two_thirds(seats, needed):
    assert rules.quorum(seats) == needed


def sitting(*states, seats=UNION):
    roles = [role for role, count in seats.items() for _ in range(count)]
    return [Sitting(role, state) for role, state in zip(roles, states, strict=True)]


CLEARED = ("cleared",) * 7


def test_a_panel_opens_files_when_it_keeps_its_rule():
    rules.require_able(UNION, sitting(*CLEARED))
    # Two departments and two experts: one of each may be missing.
    rules.require_able(UNION, sitting("recused", *CLEARED[:2], "recused", *CLEARED[:3]))


@pytest.mark.parametrize(
    ("states", "why"),
    [
        (("assigned", *CLEARED[1:]), "undeclared"),
        (("recused", *CLEARED[:2], "recused", "cleared", "cleared", "recused"), "quorum"),
        ((*CLEARED[:6], "recused"), "roles"),
    ],
)
def test_a_panel_that_breaks_its_rule_opens_nothing(states, why):
    with pytest.raises(PanelIncomplete) as caught:
        rules.require_able(UNION, sitting(*states))
    assert why in caught.value.facts


@given(states=st.lists(st.sampled_from(["assigned", "cleared", "recused"]), min_size=7, max_size=7))
def test_no_panel_opens_files_below_its_quorum(states):
    try:
        rules.require_able(UNION, sitting(*states))
    except PanelIncomplete:
        return
    assert "assigned" not in states
    assert states.count("cleared") >= 5
    assert {s.role for s in sitting(*states) if s.state == "cleared"} == set(UNION)


@pytest.mark.parametrize(
    ("employer", "applicant", "alike"),
    [
        ("北京新城社会工作事务所", "北京新城社会工作事务所", True),
        ("北京新城社会工作事务所（朝阳）", "北京新城 社会工作事务所", True),
        ("Hope Services Co", "hope services co", True),
        ("北京科技有限公司", "北京科技集团", True),
        ("北京", "北京新城社会工作事务所", False),
        ("", "", False),
        ("东城职业学校", "西城职业学校", False),
    ],
)
def test_a_shared_employer_is_hinted_at(employer, applicant, alike):
    person = Person(account_id="p", name="p", role="expert", employer=employer)
    assert hints(person, applicant) == ([Hint.EMPLOYER] if alike else [])


def test_a_shared_union_is_hinted_at():
    union = "北京新城社会工作事务所工会委员会"
    person = Person(account_id="p", name="p", role="expert", union=union)
    assert hints(person, "北京新城社会工作事务所") == [Hint.UNION]
    assert hints(person, "北京旧城社会工作事务所") == []


def test_a_reviewer_in_the_team_is_hinted_at():
    person = Person(account_id="p", name="周 敏", role="expert")
    assert hints(person, "心晴社会工作服务中心", team=["李强", "周敏"]) == [Hint.TEAM]
    assert hints(person, "心晴社会工作服务中心", team=["周敏敏"]) == []
