"""How far a batch is: as its slowest tender, by steps that its machine has."""

from __future__ import annotations

import itertools

import pytest

from services.projects.batches import rules
from services.projects.tenders.rules import STATES as TENDERS


@pytest.mark.parametrize(
    ("tenders", "stage"),
    [
        (["open", "awarded"], "calling"),
        (["opening", "standstill"], "reviewing"),
        (["moderation", "cancelled"], "reviewing"),
        (["suspended", "awarded"], "publicising"),
        (["unsuccessful"], "publicising"),
        (["awarded", "unsuccessful", "cancelled"], "delivering"),
    ],
)
def test_the_slowest_tender_decides(tenders, stage):
    assert rules.stage(tenders) == stage


def test_each_stage_is_reached_from_each_by_allowed_steps():
    for start, end in itertools.product(rules.STAGES, rules.STAGES[1:]):
        state = start
        for name in rules.steps_to(end, state=start):
            state = rules.STATES.take(name, state=state).target
        assert state == end


def test_every_state_of_a_tender_has_its_stage():
    for state in TENDERS.states - {"cancelled"}:
        assert rules.stage([state]) in rules.STAGES
