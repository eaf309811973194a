"""Cards are suspended, reinstated and reissued, by whom it concerns."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from chassis.context import SYSTEM, Caller, Role
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.members.cards.rules import is_card_number, new_card_number
from services.members.cards.tables import CardChange
from services.members.errors import (
    CardNotActive,
    CardNotFound,
    CardNotSuspended,
    LogInRefused,
)
from tests.component.members.conftest import CHAOYANG, FEDERATION, HAIDIAN, UNION

CARD_EVENTS = [
    "members.card_suspended.v1",
    "members.card_reinstated.v1",
    "members.card_reissued.v1",
]


def test_suspend_and_reinstate(hall):
    hall = hall()
    card = hall.card()
    suspended = hall.call("suspend_card", caller=CHAOYANG, card_no=card, reason="遗失")
    assert suspended["state"] == "suspended"
    with pytest.raises(CardNotActive):
        hall.call("suspend_card", caller=CHAOYANG, card_no=card, reason="遗失")
    again = hall.call(
        "reinstate_card", caller=CHAOYANG, member_id=suspended["member_id"], reason="找回"
    )
    assert (again["state"], again["card_no"]) == ("active", card)
    assert hall.log_in(card)
    with pytest.raises(CardNotSuspended):
        hall.call("reinstate_card", caller=CHAOYANG, card_no=card, reason="找回")


@pytest.mark.parametrize("suspended_before", [True, False])
def test_reissue_gives_the_same_member_a_new_number(hall, suspended_before):
    hall = hall()
    old = hall.card()
    before = hall.who(hall.log_in(old))
    if suspended_before:
        hall.call("suspend_card", caller=CHAOYANG, card_no=old, reason="遗失")
    code = None if suspended_before else hall.code(old)
    new = hall.call("reissue_card", caller=CHAOYANG, member_id=before.id, reason="补办")
    assert new["card_no"] != old
    assert is_card_number(new["card_no"])
    assert (new["state"], new["member_id"]) == ("active", before.id)
    assert hall.who(hall.log_in(new["card_no"])).id == before.id
    with pytest.raises(LogInRefused):
        hall.call("log_in", card_no=old, code=code or "000000")
    with pytest.raises(CardNotActive):
        hall.call("reissue_card", caller=CHAOYANG, card_no=old, reason="补办")


def test_each_change_is_an_event_and_a_record(hall):
    hall = hall()
    card = hall.card()
    member = hall.call("suspend_card", caller=CHAOYANG, card_no=card, reason="一")["member_id"]
    hall.call("reinstate_card", caller=FEDERATION, card_no=card, reason="二")
    hall.call("reissue_card", caller=CHAOYANG, card_no=card, reason="三")
    told = [e for e in hall.events() if e["type"] in CARD_EVENTS]
    assert [e["type"] for e in told] == CARD_EVENTS
    assert [e["data"] for e in told] == [
        {"member_id": member, "union": UNION, "reason": reason} for reason in "一二三"
    ]
    with hall.component.database.reading() as session:
        kept = session.execute(
            sa.select(CardChange.change, CardChange.changed_by, CardChange.reason).order_by(
                CardChange.id
            )
        ).all()
    assert [tuple(row) for row in kept] == [
        ("suspended", CHAOYANG.id, "一"),
        ("reinstated", FEDERATION.id, "二"),
        ("reissued", CHAOYANG.id, "三"),
    ]


def test_the_same_request_again_changes_nothing(hall):
    hall = hall()
    ask = {"caller": CHAOYANG, "key": "k1", "card_no": hall.card(), "reason": "遗失"}
    first = hall.call("reissue_card", **ask)
    assert hall.call("reissue_card", **ask) == first
    assert len(hall.events("members.card_reissued.v1")) == 1


@pytest.mark.parametrize("method", ["suspend_card", "reinstate_card", "reissue_card"])
def test_only_officers_over_the_members_union(hall, method):
    hall = hall()
    ask = {"card_no": hall.card(), "reason": "x"}
    member = Caller(kind="member", id=uuid7(), union=UNION)
    cadre = Caller(kind="staff", id=uuid7(), roles=(Role("grassroots", UNION),))
    for caller in (member, cadre, HAIDIAN):
        with pytest.raises(Forbidden):
            hall.call(method, caller=caller, **ask)
    with pytest.raises(Unauthenticated):
        hall.call(method, **ask)
    # Whoever is no officer does not hear which cards exist.
    with pytest.raises(Forbidden):
        hall.call(method, caller=cadre, card_no=new_card_number(9_999_999_999), reason="x")
    with pytest.raises(CardNotFound):
        hall.call(method, caller=CHAOYANG, card_no=new_card_number(9_999_999_999), reason="x")
    with pytest.raises(CardNotFound):
        hall.call(method, caller=CHAOYANG, member_id=uuid7(), reason="x")
    assert hall.log_in(hall.card())


@pytest.mark.parametrize(
    "payload",
    [
        {"reason": "x"},
        {"card_no": "1" * 16, "member_id": "0196a8a0-0000-7000-8000-000000000001", "reason": "x"},
        {"card_no": "1" * 16},
        {"card_no": "1" * 16, "reason": ""},
        {"card_no": "12", "reason": "x"},
        {"member_id": "me", "reason": "x"},
    ],
)
def test_bad_requests_are_refused(hall, payload):
    with pytest.raises(InvalidInput):
        hall().call("suspend_card", caller=CHAOYANG, **payload)


def test_contacts_are_for_services_only(hall):
    hall = hall()
    who = hall.who(hall.log_in(hall.card()))
    answer = hall.call("contacts_of", caller=SYSTEM, member_ids=[who.id, uuid7()])
    expected = next(m for m in hall.accounts["members"] if m["card_no"] == hall.card())
    assert answer == {
        "items": [{"member_id": who.id, "phone": expected["phone"], "name": expected["name"]}]
    }
    for caller in (FEDERATION, who, Caller()):
        with pytest.raises(Forbidden):
            hall.call("contacts_of", caller=caller, member_ids=[who.id])


def test_a_number_finds_all_who_share_it_however_it_is_written(hall):
    hall = hall()
    cards = sorted(new_card_number(serial) for serial in (700_000_001, 700_000_002))
    lines = [f"{card},王芳,13977700001,1980,{UNION}\n" for card in cards]
    hall.work_off(hall.send(("卡号,姓名,手机,出生年,工会\n" + "".join(lines)).encode()))
    hall.call("suspend_card", caller=CHAOYANG, card_no=cards[1], reason="遗失")
    written = ["13977700001", "+86 139-7770-0001", "１３９７７７０００１１", "10086", "13977700002"]
    items = hall.call("members_by_phone", caller=SYSTEM, phones=written)["items"]
    assert [(item["phone"], item["card_no"], item["card_state"]) for item in items] == [
        (phone, card, state)
        for card, state in zip(cards, ("active", "suspended"), strict=True)
        for phone in written[:2]
    ]
    assert {item["union"] for item in items} == {UNION}
    assert len({item["member_id"] for item in items}) == 2
    new = hall.call("reissue_card", caller=CHAOYANG, card_no=cards[1], reason="补办")["card_no"]
    items = hall.call("members_by_phone", caller=SYSTEM, phones=written[:1])["items"]
    assert {item["card_no"] for item in items} == {cards[0], new}
    for caller in (FEDERATION, Caller(kind="member", id=items[0]["member_id"]), Caller()):
        with pytest.raises(Forbidden):
            hall.call("members_by_phone", caller=caller, phones=written)


def test_phones_lie_sealed(hall):
    hall = hall()
    with hall.component.database.reading() as session:
        dump = str(session.execute(sa.text("SELECT * FROM members")).all())
    assert not any(member["phone"] in dump for member in hall.accounts["members"])
