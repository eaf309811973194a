"""A broadcast to the cards of a file: each line has its own end, and its fault if it has one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chassis.context import SYSTEM
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from services.notify.errors import FaultyLines
from tests.component.notify.bulk import AUTHOR, CHAOYANG, SECOND, Office
from tests.support.erasure import member_erased

CARDS = [f"100000000000{number:04d}" for number in range(500)]
HEAD = "card_no,title,starts"


@pytest.fixture
def office(component) -> Office:
    made = Office(component)
    made.template()
    for number, card in enumerate(CARDS[:450]):
        union = "chaoyang/jianwai" if number % 2 else "haidian/wanliu"
        made.union.cards[card] = (made.member(f"139{number:08d}"), union)
    return made


def draw_up(house: Office, *rows: str, **changes: Any) -> str:
    wanted = {"values": {}, "audience": {"csv": "\n".join([HEAD, *rows])}}
    broadcast_id = house.draw_up(**(wanted | changes))
    for _ in range(2):
        house.notify.tick("check_files")
    return broadcast_id


def row(number: int, title: str = "健步走") -> str:
    return f"{CARDS[number]},{title},2026-05-09"


def faults(office: Office, broadcast_id: str, **page: Any) -> list[tuple[int, str, str]]:
    answer = office.notify.call(
        "list_broadcast_faults", caller=AUTHOR, broadcast_id=broadcast_id, **page
    )
    return [(each["line"], each["field"], each["fault"]) for each in answer["items"]]


def test_each_line_is_told_with_its_own_values(office):
    broadcast_id = draw_up(office, row(0), row(1, "书法课"))
    office.act("approve", broadcast_id, SECOND)
    office.run(2)
    assert "健步走" in office.phone("13900000000")[0]
    assert "书法课" in office.phone("13900000001")[0]
    assert office.state(broadcast_id) == "finished"


def test_more_cards_than_one_call_takes_are_all_looked_up_and_told(office):
    broadcast_id = draw_up(office, *(row(number) for number in range(450)))
    assert office.progress(broadcast_id)["broadcast"]["bad_lines"] == 0
    office.act("approve", broadcast_id, SECOND)
    office.run(2)
    assert {message.recipient for message in office.messages()} == set(office.union.phones)


def test_faults_are_listed_by_line_and_stand_in_the_way(office):
    broadcast_id = draw_up(office, row(0), "123,x,2026-05-09", row(470), row(1, ""), row(0))
    assert faults(office, broadcast_id) == [
        (3, "card_no", "not a card number"),
        (4, "card_no", "nobody has this card"),
        (5, "title", "is empty"),
        (6, "card_no", "the card stands on line 2 already"),
    ]
    assert [line for line, *_ in faults(office, broadcast_id, limit=1)] == [3]
    answer = office.notify.call("list_broadcast_faults", caller=AUTHOR, broadcast_id=broadcast_id)
    codes = [each["code"] for each in answer["items"]]
    assert codes == ["no_card", "nobodys", "empty", "repeated"]
    with pytest.raises(FaultyLines):
        office.act("approve", broadcast_id, SECOND)
    assert office.state(broadcast_id) == "draft"


def test_faulty_lines_may_be_skipped(office):
    broadcast_id = draw_up(office, row(0), row(470), skip_bad_lines=True)
    office.act("approve", broadcast_id, SECOND)
    office.run(2)
    assert len(office.messages()) == 1
    assert office.state(broadcast_id) == "finished"


def test_a_districts_file_reaches_its_own_members_only(office):
    broadcast_id = draw_up(office, row(0), row(1), caller=CHAOYANG, office="chaoyang")
    ((line, field, fault),) = faults(office, broadcast_id)
    assert (line, field) == (2, "card_no")
    assert "office" in fault


def test_while_the_members_service_is_away_the_file_waits(office):
    office.union.away = True
    broadcast_id = draw_up(office, row(0))
    assert office.state(broadcast_id) == "checking"
    office.union.away = False
    office.notify.tick("check_files")
    assert office.state(broadcast_id) == "draft"


def test_a_file_of_the_wrong_form_is_refused_at_once(office):
    with pytest.raises(InvalidInput) as caught:
        office.draw_up(values={}, audience={"csv": "card_no,title\n1,2"})
    assert [error.field for error in caught.value.errors] == ["audience.csv"]


def test_a_preview_shows_the_first_lines_as_they_will_be_read(office):
    broadcast_id = draw_up(office, row(0), row(1, "书法课"), row(470))
    shown = office.notify.call("preview_broadcast", caller=SECOND, broadcast_id=broadcast_id)
    assert shown["total"] == 2
    assert [(each["line"], each["parts"], each["price"]) for each in shown["examples"]] == [
        (2, 1, 5),
        (3, 1, 5),
    ]
    ((text,), (other,)) = (each["texts"] for each in shown["examples"])
    assert text["text"] == "【市总工会】健步走将于5月9日举行，欢迎参加。退订回T"
    assert other["text"].startswith("【市总工会】书法课")


def test_a_members_lines_are_given_out_and_erased_before_they_leave(office):
    broadcast_id = draw_up(office, row(0), row(1, "书法课"))
    (member, _), (other, _) = (office.union.cards[card] for card in CARDS[:2])
    office.act("approve", broadcast_id, SECOND)
    told = held(office, other)
    assert [(line["broadcast_id"], line["number"], line["values"]["title"]) for line in told] == [
        (broadcast_id, 3, "书法课")
    ]
    office.notify.deliver(member_erased(member, "13900000000"))
    (erased,) = office.notify.events("notify.member_erased.v1")
    assert erased["data"]["erased"]["broadcast_lines"] == 1
    assert held(office, member) == []
    assert held(office, other) == told
    office.run(2)
    assert [message.recipient for message in office.messages()] == [other]
    assert office.state(broadcast_id) == "finished"


def held(office: Office, member: str) -> list[dict[str, Any]]:
    """The lines of files in a member's export."""
    text, piece = "", 0
    while piece is not None:
        answer = office.notify.call("export_member", caller=SYSTEM, member_id=member, piece=piece)
        text, piece = text + answer["text"], answer["next_piece"]
    return list(json.loads(text)["broadcast_lines"])


def test_a_month_after_the_end_its_lines_are_forgotten(office):
    broadcast_id = draw_up(office, row(0), row(470))
    office.act("cancel", broadcast_id, reason="改期")
    office.notify.tick("forget_lines")
    assert len(faults(office, broadcast_id)) == 1
    office.clock.advance(timedelta(days=31))
    office.notify.tick("forget_lines")
    assert faults(office, broadcast_id) == []


def test_a_preview_of_holders_counts_them(office):
    office.tickets.holders = [uuid7() for _ in range(3)]
    broadcast_id = office.draw_up(audience={"release_id": uuid7()})
    shown = office.notify.call("preview_broadcast", caller=SECOND, broadcast_id=broadcast_id)
    assert shown["total"] == 3
    assert len(shown["examples"]) == 1
