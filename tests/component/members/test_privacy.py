"""A member's data is given out whole and erased in the whole house."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chassis.clock import rfc3339
from chassis.context import Caller, Role
from chassis.envelope import Event
from chassis.errors import Forbidden, InvalidInput, Unauthenticated, Unavailable
from chassis.ids import uuid7
from services.members.errors import (
    ErasureDecided,
    HoldsPlaces,
    LogInRefused,
    MemberNotFound,
    SessionEnded,
)
from services.members.privacy.rules import MOST
from tests.component.members.conftest import CHAOYANG, FEDERATION, UNION, at, demo_members

AUDITOR = Caller(kind="staff", id="a-auditor", roles=(Role("auditor", ""),))
ERASED = "members.member_erased.v1"
NOTHING = {"tickets": 0, "offers": 0, "draw_entries": 0, "class_places": 0}
SERVICES = ("tickets", "projects", "notify")


class Another:
    """Another service by its contract: two pieces of one section."""

    def __init__(self) -> None:
        self.away_at: int | None = None
        self.held = dict(NOTHING)

    def call(self, method: str, *, context: Any, **payload: Any) -> Any:
        assert context.caller.kind == "system"
        if method == "places_of_member":
            if self.away_at is not None:
                raise Unavailable("tickets did not answer in time")
            return self.held
        assert method == "export_member"
        piece = payload["piece"]
        if self.away_at is not None and piece >= self.away_at:
            raise Unavailable("it did not answer in time")
        if piece == 0:
            return {"text": '{"exported_at":"now","rows":[{"a":1}', "next_piece": 1}
        return {"text": ',{"a":2}]}', "next_piece": None}


@pytest.fixture
def others(hall):
    """The demonstration's members with the other services beside them."""
    made = hall()
    made.others = {name: Another() for name in SERVICES}
    made.component.use(**made.others)
    return made


def export(hall, method="export_member", *, caller=FEDERATION, **whose):
    text, piece = "", 0
    while piece is not None:
        answer = hall.call(method, caller=caller, piece=piece, **whose)
        text, piece = text + answer["text"], answer["next_piece"]
    return json.loads(text)


def erase(hall, member_id, caller=FEDERATION):
    return hall.call("erase_member", caller=caller, member_id=member_id, reason="来信")


def done(hall, service, erasure):
    data = {
        "erasure_id": erasure["id"],
        "member_id": erasure["member_id"],
        "erased": {"rows": 3},
        "erased_at": rfc3339(hall.clock.now()),
    }
    return Event(f"{service}.member_erased.v1", erasure["member_id"], data)


def test_a_member_gets_one_document_of_all_parts(others):
    person = demo_members()[0]
    me = others.who(others.log_in(person.card_no))
    told = export(others, "export_me", caller=me)
    assert told["parts"] == ["members", *SERVICES]
    assert told["missing"] == []
    (row,) = told["members"]["member"]
    assert (row["name"], row["phone"]) == (person.name, person.phone)
    assert [card["card_no"] for card in told["members"]["cards"]] == [person.card_no]
    assert len(told["members"]["sessions"]) == 1
    for service in SERVICES:
        assert told[service]["rows"] == [{"a": 1}, {"a": 2}]
    (again,) = export(others, member_id=me.id)["members"]["exports"][:1]
    assert again["asked_by"] == me.id  # to whom it went is on record


@pytest.mark.parametrize("away_at", [0, 1])
def test_what_cannot_be_had_is_said_and_the_rest_is_there(others, away_at):
    member_id = others.who(others.log_in(others.card())).id
    others.others["projects"].away_at = away_at
    told = export(others, member_id=member_id)
    assert told["missing"] == ["projects"]
    assert told["projects"]["not_had"] == "the service did not answer in time"
    assert told["projects"].get("rows", []) == [{"a": 1}][:away_at]
    assert told["notify"]["rows"] == [{"a": 1}, {"a": 2}]


def test_the_last_part_can_be_missing_too(others):
    member_id = others.who(others.log_in(others.card())).id
    others.others["notify"].away_at = 1
    assert export(others, member_id=member_id)["missing"] == ["notify"]


def test_only_the_citys_office_and_the_member_get_it(others):
    me = others.who(others.log_in(others.card()))
    other = others.who(others.log_in(others.card(1)))
    for caller in (CHAOYANG, AUDITOR, other):
        with pytest.raises(Forbidden):
            export(others, caller=caller, member_id=me.id)
    with pytest.raises(Unauthenticated):
        export(others, "export_me", caller=at("10.0.0.1"))
    with pytest.raises(MemberNotFound):
        export(others, member_id=uuid7())


def test_an_erased_member_logs_in_no_more_and_leaves_an_id(others):
    person = demo_members()[0]
    card = person.card_no
    others.call("suspend_card", caller=FEDERATION, card_no=card, reason="住院")
    others.call("reinstate_card", caller=FEDERATION, card_no=card, reason="找回")
    tokens = others.log_in(card)
    me = others.who(tokens)
    code = others.code(card)
    erased = erase(others, me.id)
    assert erased["state"] == "running"
    for attempt in (
        lambda: others.call("log_in", caller=at("10.0.0.2"), card_no=card, code=code),
        lambda: others.call("refresh_session", refresh_token=tokens["refresh_token"]),
        lambda: others.call("get_me", caller=me),
        lambda: others.call("ask_for_erasure", caller=me),
    ):
        with pytest.raises((LogInRefused, SessionEnded)):
            attempt()
    before = len(others.events("members.login_code_issued.v1"))
    others.call("request_login_code", caller=at("10.0.0.3"), card_no=card)
    assert len(others.events("members.login_code_issued.v1")) == before
    told = export(others, member_id=me.id)
    text = json.dumps(told, ensure_ascii=False)
    for gone in (person.name, person.phone, card, "住院"):
        assert gone not in text
    assert [row["change"] for row in told["members"]["card_changes"]] == [
        "suspended",
        "reinstated",
    ]


def test_others_are_told_with_the_number_sealed_until_all_are_done(others):
    person = demo_members()[0]
    me = others.who(others.log_in(person.card_no))
    erasure = erase(others, me.id)
    (event,) = others.events(ERASED)
    personal = others.security.personal
    assert personal.open(event["data"]["sealed_phone"], purpose="erased-phone") == person.phone
    for service in SERVICES:
        assert look(others, erasure)["state"] == "running"
        others.component.deliver(done(others, service, erasure))
    after = look(others, erasure)
    assert after["state"] == "done"
    assert {part["service"]: part["done_at"] is not None for part in after["parts"]} == {
        "members": True,
        "tickets": True,
        "projects": True,
        "notify": True,
    }
    assert [part["erased"] for part in after["parts"] if part["service"] == "notify"] == [
        {"rows": 3}
    ]
    with others.store.reading() as reading:
        found = reading.session.connection().exec_driver_sql("SELECT sealed_phone FROM erasures")
        assert found.scalars().all() == [""]


def look(hall, erasure, caller=AUDITOR):
    return hall.call("get_erasure", caller=caller, erasure_id=erasure["id"])


def test_a_service_says_it_twice_and_for_an_erasure_that_nobody_knows(others):
    erasure = erase(others, others.who(others.log_in(others.card())).id)
    envelope = others.component.deliver(done(others, "tickets", erasure))
    others.component.deliver(envelope)
    others.component.deliver(done(others, "tickets", erasure))
    others.component.deliver(done(others, "notify", {"id": uuid7(), "member_id": uuid7()}))
    parts = {part["service"]: part["done_at"] for part in look(others, erasure)["parts"]}
    assert [name for name, at_ in parts.items() if at_] == ["members", "tickets"]


def test_repeating_asks_all_again_as_after_the_restoring_of_a_backup(others):
    member_id = others.who(others.log_in(others.card())).id
    erasure = erase(others, member_id)
    assert erase(others, member_id)["id"] == erasure["id"]
    assert len(others.events(ERASED)) == 2
    for service in SERVICES:
        others.component.deliver(done(others, service, erasure))
    assert look(others, erasure)["state"] == "done"
    assert erase(others, member_id)["state"] == "running"
    sealed = others.events(ERASED)[2]["data"]["sealed_phone"]
    assert others.security.personal.open(sealed, purpose="erased-phone") == ""
    for service in SERVICES:
        others.component.deliver(done(others, service, erasure))
    assert look(others, erasure)["state"] == "done"


def test_who_holds_places_gives_them_back_first(others):
    member_id = others.who(others.log_in(others.card())).id
    others.others["tickets"].held["tickets"] = 2
    with pytest.raises(HoldsPlaces) as caught:
        erase(others, member_id)
    assert caught.value.facts == {"tickets": 2}
    others.others["tickets"].away_at = 0
    with pytest.raises(Unavailable):
        erase(others, member_id)
    assert others.events(ERASED) == []
    assert others.log_in(others.card())


def test_a_request_waits_for_the_office_and_is_refused_or_taken_back(others):
    me = others.who(others.log_in(others.card()))
    assert others.call("get_my_erasure", caller=me)["erasure"] is None
    asked = others.call("ask_for_erasure", caller=me, reason="我要退会")
    assert others.call("ask_for_erasure", caller=me)["id"] == asked["id"]
    (listed,) = others.call("list_erasures", caller=FEDERATION, state="asked")["items"]
    assert (listed["member_id"], listed["asked_because"]) == (me.id, "我要退会")
    refused = others.call(
        "refuse_erasure", caller=FEDERATION, erasure_id=asked["id"], reason="请本人到场"
    )
    assert refused["state"] == "refused"
    mine = others.call("get_my_erasure", caller=me)["erasure"]
    assert (mine["state"], mine["reason"]) == ("refused", "请本人到场")
    with pytest.raises(ErasureDecided):
        others.call("withdraw_erasure", caller=me)
    again = others.call("ask_for_erasure", caller=me)
    assert others.call("withdraw_erasure", caller=me)["state"] == "withdrawn"
    third = others.call("ask_for_erasure", caller=me)
    assert len({asked["id"], again["id"], third["id"]}) == 3
    assert erase(others, me.id)["id"] == third["id"]


@pytest.mark.parametrize("caller", [CHAOYANG, AUDITOR])
def test_only_the_citys_office_decides(others, caller):
    me = others.who(others.log_in(others.card()))
    asked = others.call("ask_for_erasure", caller=me)
    with pytest.raises(Forbidden):
        erase(others, me.id, caller)
    with pytest.raises(Forbidden):
        others.call("refuse_erasure", caller=caller, erasure_id=asked["id"], reason="否")


def test_no_file_of_members_brings_back_who_was_erased(others):
    person = demo_members()[0]
    erase(others, others.who(others.log_in(person.card_no)).id)
    text = f"card_no,name,phone,birth_year,union\n{person.card_no},赵,13912345678,1980,{UNION}\n"
    job = others.work_off(others.send(text.encode(), skip_bad_lines=True))
    assert (job["rows_ok"], job["rows_failed"]) == (0, 1)
    assert others.errors(job["id"]) == [(2, "card_no", "erased")]


def test_what_was_written_goes_in_time(others):
    card = others.card()
    others.call("suspend_card", caller=FEDERATION, card_no=card, reason="住院")
    others.call("reinstate_card", caller=FEDERATION, card_no=card, reason="出院")
    me = others.who(others.log_in(card))
    export(others, "export_me", caller=me)
    others.call("ask_for_erasure", caller=me, reason="私事")
    others.call("withdraw_erasure", caller=me)
    text = f"card_no,name,phone,birth_year,union\n1,赵,13912345678,1980,{UNION}\n"
    others.work_off(others.send(text.encode()))
    others.later(days=3 * 365 + 1)
    others.component.tick("keep_house")
    told = export(others, member_id=me.id)["members"]
    assert [row["reason"] for row in told["card_changes"]] == ["", ""]
    assert [row["asked_because"] for row in told["erasures"]] == [""]
    assert [row["asked_by"] for row in told["exports"]] == [FEDERATION.id]
    with others.store.reading() as reading:
        connection = reading.session.connection()
        assert connection.exec_driver_sql("SELECT count(*) FROM imports").scalar() == 0


@pytest.mark.parametrize("piece", [10**8 - 1, MOST, -1, "x"])
def test_a_piece_that_does_not_exist_is_named(others, piece):
    me = others.who(others.log_in(others.card()))
    with pytest.raises(InvalidInput) as caught:
        others.call("export_me", caller=me, piece=piece)
    assert [error.field for error in caught.value.errors] == ["piece"]
