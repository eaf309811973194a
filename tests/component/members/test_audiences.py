"""Groups that members belong to: who sets them, where they go, and who is told of a card."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from chassis.context import SYSTEM, Caller
from chassis.errors import Forbidden, InvalidInput
from services.members.cards.rules import new_card_number
from services.members.cards.tables import CardChange, Member
from services.members.errors import CardNotFound
from tests.component.members.conftest import CHAOYANG, FEDERATION, HAIDIAN, UNION
from tests.component.members.files import ENGLISH, csv_of, number, row


def groups(hall, card):
    return hall.who(hall.log_in(card)).audiences


def holder(hall, *cards):
    return hall.call("members_of_cards", caller=SYSTEM, card_nos=list(cards))["items"]


def test_groups_are_set_recorded_and_told_by_the_next_token(hall):
    hall = hall()
    card = hall.card()
    assert groups(hall, card) == ()
    ask = {"caller": CHAOYANG, "card_no": card, "reason": "证件已核"}
    answer = hall.call("set_audiences", audiences=["wheelchair", "volunteer", "deaf"], **ask)
    assert answer["audiences"] == ["volunteer", "deaf", "wheelchair"]
    who = hall.who(hall.log_in(card))
    assert who.audiences == ("volunteer", "deaf", "wheelchair")
    assert who.birth_year == holder(hall, card)[0]["birth_year"]
    assert hall.call("get_me", caller=who)["audiences"] == ["volunteer", "deaf", "wheelchair"]
    hall.call("set_audiences", audiences=["deaf"], **ask)
    with hall.component.database.reading() as session:
        kept = session.execute(
            sa.select(CardChange.change, CardChange.changed_by, CardChange.details).order_by(
                CardChange.id
            )
        ).all()
    assert [tuple(row) for row in kept] == [
        ("audiences", CHAOYANG.id, " > volunteer deaf wheelchair"),
        ("audiences", CHAOYANG.id, "volunteer deaf wheelchair > deaf"),
    ]
    # Some of them tell of a disability: no event carries them.
    assert "wheelchair" not in str(hall.events())


def test_only_officers_over_the_member_set_groups_that_there_are(hall):
    hall = hall()
    ask = {"card_no": hall.card(), "reason": "x"}
    who = hall.who(hall.log_in(hall.card()))
    for caller in (who, HAIDIAN):
        with pytest.raises(Forbidden):
            hall.call("set_audiences", caller=caller, audiences=["deaf"], **ask)
    with pytest.raises(InvalidInput) as refused:
        hall.call("set_audiences", caller=CHAOYANG, audiences=["rich"], **ask)
    assert refused.value.errors[0].field.startswith("audiences")
    with pytest.raises(CardNotFound):
        hall.call(
            "set_audiences",
            caller=CHAOYANG,
            audiences=[],
            card_no=new_card_number(9_999_999_999),
            reason="x",
        )


def test_officers_over_the_member_see_the_groups_that_are_recorded(hall):
    hall = hall()
    card = hall.card()
    ask = {"card_no": card}
    assert hall.call("get_audiences", caller=CHAOYANG, **ask)["audiences"] == []
    recorded = hall.call(
        "set_audiences", caller=CHAOYANG, audiences=["deaf"], reason="证件已核", **ask
    )
    for caller in (CHAOYANG, FEDERATION):
        assert hall.call("get_audiences", caller=caller, **ask) == recorded
        by_member = {"member_id": recorded["member_id"]}
        assert hall.call("get_audiences", caller=caller, **by_member) == recorded
    for caller in (hall.who(hall.log_in(card)), HAIDIAN):
        with pytest.raises(Forbidden):
            hall.call("get_audiences", caller=caller, **ask)
    with pytest.raises(CardNotFound):
        hall.call("get_audiences", caller=CHAOYANG, card_no=new_card_number(9_999_999_999))
    with pytest.raises(InvalidInput) as refused:
        hall.call("get_audiences", caller=CHAOYANG)
    assert [error.field for error in refused.value.errors] == ["card_no"]


def test_a_card_leads_to_its_member_also_when_it_was_replaced(hall):
    hall = hall()
    old = hall.card()
    (before,) = holder(hall, old, new_card_number(9_999_999_999))
    name = next(m["name"] for m in hall.accounts["members"] if m["card_no"] == old)
    assert before == {
        "card_no": old,
        "member_id": before["member_id"],
        "union": UNION,
        "birth_year": before["birth_year"],
        "audiences": [],
        "name_masked": name[0] + "*" * (len(name) - 1),
    }
    new = hall.call("reissue_card", caller=CHAOYANG, card_no=old, reason="补办")["card_no"]
    both = {item["card_no"]: item["member_id"] for item in holder(hall, old, new)}
    assert both == {old: before["member_id"], new: before["member_id"]}


def test_whose_a_card_is_hear_services_only(hall):
    hall = hall()
    who = hall.who(hall.log_in(hall.card()))
    for caller in (FEDERATION, who, Caller()):
        with pytest.raises(Forbidden):
            hall.call("members_of_cards", caller=caller, card_nos=[hall.card()])
    with pytest.raises(InvalidInput):
        hall.call("members_of_cards", caller=SYSTEM, card_nos=["1"] * 201)


def test_a_file_may_name_groups(hall):
    hall = hall()
    heads = [*ENGLISH, "人群"]
    lines = [[*row(1), "志愿者、轮椅"], [*row(2), ""], [*row(3), "deaf；Volunteer"]]
    job = hall.work_off(hall.send(csv_of(lines, heads=heads)))
    assert job["state"] == "done"
    items = {item["card_no"]: item["audiences"] for item in holder(hall, *map(number, (1, 2, 3)))}
    assert items == {
        number(1): ["volunteer", "wheelchair"],
        number(2): [],
        number(3): ["volunteer", "deaf"],
    }
    # A file without the column leaves them, one with it sets them.
    hall.work_off(hall.send(csv_of([row(1)])))
    assert holder(hall, number(1))[0]["audiences"] == ["volunteer", "wheelchair"]
    hall.work_off(hall.send(csv_of([[*row(1), ""]], heads=heads)))
    assert holder(hall, number(1))[0]["audiences"] == []


def test_an_unknown_group_in_a_file_is_named(hall):
    hall = hall()
    bad = hall.send(csv_of([[*row(1), "志愿者 富人"]], heads=[*ENGLISH, "audiences"]))
    assert hall.work_off(bad)["state"] == "refused"
    assert hall.errors(bad) == [(2, "audiences", "unknown_audience")]
    with hall.component.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Member.name == "张三")) == 0
