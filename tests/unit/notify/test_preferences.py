"""Numbers in one form, and what a wish forbids."""

from __future__ import annotations

import pytest

from services.notify import schemas
from services.notify.messages.classes import MessageClass, Topic
from services.notify.messages.rules import Withheld
from services.notify.preferences.rules import Consent, all_topics, canonical


@pytest.mark.parametrize(
    "number", ["13800000001", "+86 138-0000-0001", "008613800000001", "１３８００００ 0001"]
)
def test_a_number_has_one_form(number):
    assert canonical(number) == "13800000001"


def test_other_numbers_keep_what_looks_like_a_prefix():
    assert canonical("+12351") == canonical("12351") == "12351"
    assert canonical("8612345") == "8612345"


CONSENT = Consent(frozenset({"out"}), frozenset({("choosy", Topic.NEWS)}))


@pytest.mark.parametrize(
    ("member", "kind", "why"),
    [
        ("out", MessageClass.TICKET, Withheld.OPTED_OUT),
        ("out", MessageClass.BULK, Withheld.OPTED_OUT),
        ("out", MessageClass.LOGIN_CODE, None),
        ("choosy", MessageClass.BULK, Withheld.NOT_WANTED),
        ("choosy", MessageClass.TICKET, None),
        ("choosy", MessageClass.LOGIN_CODE, None),
        ("other", MessageClass.BULK, None),
    ],
)
def test_a_wish_forbids_what_it_names(member, kind, why):
    assert CONSENT.against(member, kind) is why


def test_what_was_never_chosen_is_wanted_and_the_contract_knows_every_topic():
    shown = all_topics({Topic.NEWS: (False, True)})
    assert {each["topic"]: each["sms"] for each in shown} == {
        "tickets": True,
        "reminders": True,
        "news": False,
    }
    schemas.Preferences().load({"topics": shown})
