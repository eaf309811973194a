"""What the members service publishes keeps its contracts."""

from __future__ import annotations

import jsonschema
import pytest

from services.members import demo
from services.members.cards.rules import check_digit
from services.members.imports.desk import Desk
from services.members.security import Security
from services.members.service import Members
from tests.component.members.conftest import CHAOYANG, FEDERATION, UNION, Hall
from tests.component.members.test_privacy import Another
from tests.support import contracts
from tests.support.component import settings


@pytest.fixture
def hall(component):
    """A members service after everything has happened that it tells of."""
    security = Security.of(settings())
    made = component(Members, dependencies={"security": security, "desk": Desk()})
    demo.load(made.store, made.settings)
    hall = Hall(made, security=security)
    card = hall.card()
    hall.code(card)
    hall.call("suspend_card", caller=CHAOYANG, card_no=card, reason="遗失")
    hall.call("reinstate_card", caller=CHAOYANG, card_no=card, reason="找回")
    hall.call("reissue_card", caller=CHAOYANG, card_no=card, reason="补办")
    number = "123510000000777"
    line = f"{number}{check_digit(number)},张三,13912345678,1980,{UNION}\n"
    text = "card_no,name,phone,birth_year,union\n" + line + "x,李四,13912345679,1980,x\n"
    hall.work_off(hall.send(text.encode(), caller=FEDERATION, skip_bad_lines=True))
    made.use(tickets=Another())
    erased = hall.who(hall.log_in(hall.card(1))).id
    hall.call("erase_member", caller=FEDERATION, member_id=erased, reason="来信")
    return hall


def test_every_type_is_published_and_keeps_its_contract(hall):
    events = hall.events()
    assert {event["type"] for event in events} == set(contracts.types_of("members"))
    for event in events:
        contracts.check(event["type"], event["data"])
        assert set(event["data"]) == set(contracts.sample(event["type"]))


def test_no_event_holds_a_phone_a_card_or_a_name(hall):
    text = str(hall.events())
    for member in hall.call("demo_accounts")["members"]:
        assert not any(member[key] in text for key in ("phone", "card_no", "name"))


@pytest.mark.parametrize("event_type", contracts.types_of("members"))
def test_the_sample_keeps_the_contract(event_type):
    contracts.check(event_type, contracts.sample(event_type))


@pytest.mark.parametrize(
    ("event_type", "change"),
    [
        ("members.login_code_issued.v1", {"sealed_code": "123456"}),
        ("members.login_code_issued.v1", {"expires_at": None}),
        ("members.card_suspended.v1", {"member_id": "1"}),
        ("members.card_reissued.v1", {"union": ""}),
        ("members.members_imported.v1", {"rows_ok": -1}),
        ("members.member_erased.v1", {"sealed_phone": "13812345678"}),
    ],
)
def test_the_contract_refuses_what_it_should(event_type, change):
    with pytest.raises(jsonschema.ValidationError):
        contracts.check(event_type, contracts.sample(event_type) | change)
