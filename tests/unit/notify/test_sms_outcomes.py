"""What a claim by SMS is answered."""

from __future__ import annotations

import pytest

from services.notify.inbound.deciding import Holder, Task, claimed
from services.notify.inbound.rules import Verb
from services.notify.templates.catalogue import catalogue

TASK = Task(
    verb=Verb.CLAIM,
    holder=Holder(member_id="m1", union="chaoyang/a/u1", card_no="1" * 16, card_state="active"),
    code="ABC123",
)
RELEASE = {"title": "儿童剧", "opens_at": "2026-04-25T02:00:00Z"}


@pytest.mark.parametrize(
    ("outcome", "reason", "template"),
    [
        ("won", "", ""),  # the ticket itself tells
        ("sold_out", "", "sold_out"),
        ("sold_out", "others_wait", "others_wait"),
        ("entered", "", "entered"),
        ("waiting", "", "waiting"),
        ("already_claimed", "", "already_claimed"),
        ("already_claimed", "entered", "already_entered"),
        ("already_claimed", "waiting", "already_waiting"),
        ("not_open", "too_early", "too_early"),
        ("not_eligible", "district", "district"),
        ("not_eligible", "companion_needed", "company"),
        ("not_eligible", "age", "not_eligible"),
        ("not_eligible", "a_rule_to_come", "not_eligible"),
    ],
)
def test_every_outcome_but_a_win_is_answered(outcome, reason, template):
    answer = claimed(TASK, {"outcome": outcome, "reason": reason}, RELEASE)
    assert answer.template == (f"sms_reply_{template}" if template else "")
    if template:
        assert any(one.name == answer.template for one in catalogue().all())
