"""A member's data is given out and erased; numbers lie in clear nowhere."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import SYSTEM, Caller, Role
from chassis.errors import Forbidden, InvalidInput
from chassis.ids import uuid7
from chassis.personal import PersonalData
from services.notify.messages.tables import Message
from services.notify.preferences.tables import Suppression
from tests.component.notify.conftest import as_member
from tests.component.notify.test_reconciliation import calls, next_morning
from tests.support.erasure import member_erased

OFFICER = Caller(kind="staff", id="account-7", roles=(Role("federation"),))
AUDITOR = Caller(kind="staff", id="account-8", roles=(Role("auditor"),))
NUMBER = "13812345678"
SAYS = "我是赵小满，请给我打电话"


def sms(house, text: str, number: str = NUMBER) -> None:
    house.notify.call("receive_sms", caller=SYSTEM, sender=number, text=text)


def attributed(house, member: str) -> None:
    """As the handler leaves an SMS of a member; the last one was nobody's."""
    with house.notify.database.writing() as session:
        session.execute(
            sa.text("UPDATE inbound_sms SET member_id = :member WHERE sequence = 1"),
            {"member": member.replace("-", "")},
        )
        session.commit()


def lived(house, number: str = NUMBER) -> str:
    """A member about whom notify holds something of every kind."""
    member = house.member(number)
    sms(house, SAYS, number)
    attributed(house, member)
    sms(house, "谢谢", number)
    house.notify.deliver(house.ticket(member))
    house.send()
    house.notify.deliver(house.login_code(member, ends=house.clock.now() + timedelta(minutes=5)))
    house.send()
    house.notify.call(
        "set_my_preferences",
        caller=as_member(member),
        key="a-key",
        topics=[{"topic": "news", "sms": False}],
    )
    next_morning(house)
    entry = calls(house)[-1]["id"]
    house.notify.call("show_call_number", caller=OFFICER, entry_id=entry)
    house.notify.call(
        "tick_off_call", caller=OFFICER, entry_id=entry, outcome="no_answer", note="她在上夜班"
    )
    return member


def export(house, member: str, caller: Caller = SYSTEM) -> str:
    text, piece = "", 0
    while piece is not None:
        answer = house.notify.call("export_member", caller=caller, member_id=member, piece=piece)
        text, piece = text + answer["text"], answer["next_piece"]
    return text


def erase(house, member: str) -> dict[str, int]:
    """Let members tell of the erasure; what notify says that it erased."""
    house.notify.deliver(member_erased(member, house.members.phones[member]))
    told: dict[str, int] = house.notify.events("notify.member_erased.v1")[-1]["data"]["erased"]
    return told


def stored(house) -> str:
    """The bytes of the database, its log of writes among them, as whoever steals it has them."""
    with house.notify.database.reading() as session:
        path = Path(session.get_bind().url.database)
    files = sorted(path.parent.glob(f"{path.name}*"))
    return b"".join(file.read_bytes() for file in files).decode("latin-1")


def test_an_export_is_one_document_with_everything(kannel_house):
    house = kannel_house
    member = lived(house)
    told = json.loads(export(house, member))
    assert told["exported_at"] == rfc3339(house.clock.now())
    assert {name: len(rows) for name, rows in told.items() if isinstance(rows, list)} == {
        "messages": 3,
        "attempts": 2,
        "receipts": 0,
        "resends": 0,
        "inbox": 1,
        "preferences": 1,
        "reminders": 0,
        "sms": 1,
        "matters": 1,
        "calls": 1,
        "call_notes": 2,
        "erasures": 0,
        "broadcast_lines": 0,
    }
    assert (told["sms"][0]["number"], told["sms"][0]["text"]) == (NUMBER, SAYS)
    assert "7K3M9QX2" in told["inbox"][0]["body"]
    assert "482913" not in str(told)


def test_an_export_of_many_rows_comes_in_pieces_and_holds_nothing_of_others(kannel_house):
    house = kannel_house
    member, other = house.member(), house.member()
    for number in range(520):
        house.notify.deliver(house.ticket(member, title=f"第{number}场"))
    house.notify.deliver(house.ticket(other, title="别人的"))
    text = export(house, member)
    told = json.loads(text)
    assert [len(told[name]) for name in ("messages", "inbox", "matters")] == [1040, 520, 520]
    assert len({row["id"] for row in told["messages"]}) == 1040
    assert "别人的" not in text


def test_an_erased_member_leaves_that_there_was_something_and_not_what(kannel_house):
    house = kannel_house
    member, other = lived(house), house.member("13900000009")
    house.notify.deliver(house.ticket(other))
    before = json.loads(export(house, other))
    assert erase(house, member) == {
        "sms": 2,  # also the one that was nobody's, from the same number
        "numbers": 1,
        "messages": 3,
        "inbox": 1,
        "matters": 1,
        "call_notes": 1,
        "broadcast_lines": 0,
        "preferences": 1,
        "reminders": 0,
        "phone": 0,
        "answers": 1,
    }
    told = json.loads(export(house, member))
    text = json.dumps(told, ensure_ascii=False)
    for gone in (NUMBER, "138****5678", SAYS, "7K3M9QX2", "她在上夜班"):
        assert gone not in text
    assert sorted(row["state"] for row in told["messages"]) == ["delivered", "sent", "sent"]
    assert [row["outcome"] for row in told["attempts"]] == ["accepted"] * 2
    assert [row["what"] for row in told["call_notes"]] == ["number_shown", "no_answer"]
    assert len(told["erasures"]) == 1
    assert json.loads(export(house, other)) == before


def test_what_has_not_left_does_not_leave_any_more(kannel_house, gateway):
    house = kannel_house
    member = house.member(NUMBER)
    house.notify.deliver(house.ticket(member))
    sms(house, "CX")
    erase(house, member)
    house.clock.advance(timedelta(minutes=1))
    house.send()
    house.notify.tick("handle_sms")
    assert (house.sms().state, house.sms().reason) == ("expired", "erased")
    assert gateway.requests == []


def test_a_number_that_wants_nothing_goes_on_wanting_nothing(kannel_house, gateway):
    house = kannel_house
    member = house.member(NUMBER)
    with house.notify.database.writing() as session:
        personal = PersonalData(house.settings.personal_data_secret)
        index = personal.index(NUMBER, purpose="opted out")
        session.add(Suppression(number_index=index, since=house.clock.now()))
        session.commit()
    erase(house, member)
    house.notify.deliver(house.ticket(house.member(NUMBER)))  # who has the number now
    house.send()
    assert (house.sms().state, house.sms().reason) == ("suppressed", "opted out")
    assert gateway.requests == []


def test_a_number_that_others_write_from_keeps_what_is_nobodys(kannel_house):
    house = kannel_house
    member, other = house.member(NUMBER), house.member(NUMBER)
    for text in ("一", "二", "三"):
        sms(house, text)
    with house.notify.database.writing() as session:
        for sequence, who in ((1, member), (2, other)):
            session.execute(
                sa.text("UPDATE inbound_sms SET member_id = :who WHERE sequence = :sequence"),
                {"who": who.replace("-", ""), "sequence": sequence},
            )
        session.commit()
    assert erase(house, member)["sms"] == 1
    with house.notify.database.reading() as session:
        texts = session.scalars(sa.text("SELECT text FROM inbound_sms ORDER BY sequence")).all()
    assert texts == ["", "二", "三"]


def test_an_erasure_told_twice_is_done_once_and_told_anew_does_no_harm(kannel_house):
    house = kannel_house
    member = lived(house)
    event = house.notify.deliver(member_erased(member, NUMBER))
    house.notify.deliver(event)
    assert len(house.notify.events("notify.member_erased.v1")) == 1
    assert erase(house, member)["inbox"] == 0


def test_what_others_tell_late_of_an_erased_member_is_not_written_down(kannel_house, gateway):
    house = kannel_house
    member = house.member(NUMBER)
    erase(house, member)
    house.notify.deliver(house.ticket(member))
    house.notify.deliver(house.login_code(member, ends=house.clock.now() + timedelta(minutes=5)))
    house.send()
    next_morning(house)
    told = json.loads(export(house, member))
    assert not any(told[name] for name in ("messages", "inbox", "matters", "calls"))
    assert gateway.requests == []


def test_nobody_phones_about_what_an_erased_member_had(kannel_house):
    house = kannel_house
    member = house.member(NUMBER)
    house.notify.deliver(house.ticket(member))
    erase(house, member)
    next_morning(house)
    assert calls(house) == []


@pytest.mark.parametrize("caller", [OFFICER, AUDITOR, as_member(uuid7())])
def test_only_services_ask_what_is_held(kannel_house, caller):
    with pytest.raises(Forbidden):
        export(kannel_house, kannel_house.member(), caller)


@pytest.mark.parametrize("piece", [13_000_000, -1, "x"])
def test_a_piece_that_does_not_exist_is_named(kannel_house, piece):
    with pytest.raises(InvalidInput) as caught:
        kannel_house.notify.call("export_member", caller=SYSTEM, member_id=uuid7(), piece=piece)
    assert [error.field for error in caught.value.errors] == ["piece"]


def test_no_number_lies_in_clear_in_database_logs_events_or_pages(kannel_house, caplog, capsys):
    house = kannel_house
    with caplog.at_level(logging.DEBUG):
        member = lived(house)
        message_ids = [message.id for message in house.all_sms()]
        pages = [
            house.notify.call("list_messages", caller=OFFICER, member_id=member),
            *(
                house.notify.call("get_message", caller=OFFICER, message_id=message_id)
                for message_id in message_ids
            ),
            house.notify.call("list_calls", caller=OFFICER),
            house.inbox(member),
        ]
        erase(house, house.member())
    printed = capsys.readouterr()
    places = {
        "database": stored(house),
        "logs": caplog.text + printed.out + printed.err,
        "events": json.dumps(house.notify.events()),
        "pages": json.dumps(pages, default=str),
    }
    for name, text in places.items():
        assert NUMBER not in text, name
        assert NUMBER[3:] not in text, name
    assert "138****5678" in places["pages"]
    assert "138****5678" in places["database"]  # it looks where numbers would lie


def test_a_message_of_an_erased_member_can_still_be_looked_into(kannel_house):
    member = lived(kannel_house)
    erase(kannel_house, member)
    with kannel_house.notify.database.reading() as session:
        ids = session.scalars(sa.select(Message.id).where(Message.recipient == member)).all()
    for message_id in ids:
        story = kannel_house.notify.call("get_message", caller=OFFICER, message_id=message_id)
        assert story["story"][0]["what"] == "made"
