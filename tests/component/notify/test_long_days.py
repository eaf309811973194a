"""A provider that is away for an hour, and an inbox of ten thousand messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.ids import uuid7
from services.notify.inbox import store
from tests.component.notify.conftest import as_member

MANY = 10_000


def test_a_provider_away_for_an_hour_costs_an_hour_and_no_ticket(kannel_house, gateway):
    house = kannel_house
    members = [house.member(f"138{number:08d}") for number in range(60)]
    for member in members:
        house.notify.deliver(house.ticket(member))
    house.notify.deliver(
        house.login_code(members[0], ends=house.clock.now() + timedelta(minutes=5))
    )
    gateway.behaviour = "503"
    back = house.clock.now() + timedelta(hours=1)
    while house.clock.now() < back:
        house.send()
        due = [message.due_at for message in house.all_sms() if message.due_at is not None]
        house.clock.set(min(back, max(min(due), house.clock.now() + timedelta(seconds=20))))
    tickets = [m for m in house.all_sms() if m.message_class == "ticket"]
    assert {message.state for message in tickets} == {"retry_wait"}
    # It was left alone, not asked five times a second.
    assert len(gateway.requests) < 60 * 48
    gateway.behaviour, tried = "accept", len(gateway.requests)
    for _ in range(20):
        house.clock.advance(timedelta(minutes=1))
        house.send()
    arrived = gateway.arrived[tried:]
    assert sorted(number for number, _ in arrived) == sorted(house.members.phones.values())
    assert {m.state for m in house.all_sms() if m.message_class == "ticket"} == {"sent"}
    (code,) = [m for m in house.all_sms() if m.message_class == "login_code"]
    assert code.state == "expired"
    assert "482913" not in str(arrived)


@pytest.fixture
def full(house) -> tuple[str, str]:
    """A member with ten thousand unread messages and one with a hundred."""
    busy, quiet = house.member(), house.member()
    start = house.clock.now()
    with house.notify.database.writing() as session:
        for member, count in ((busy, MANY), (quiet, 100)):
            rows = [
                {
                    "id": uuid7(),
                    "member_id": member,
                    "title": f"第{number}场",
                    "body": "抢票成功",
                    # Ten at each moment, as a draw makes them.
                    "created_at": start + timedelta(seconds=number // 10),
                    "read_at": None,
                }
                for number in range(count)
            ]
            store.add(session, rows)
        session.commit()
    return busy, quiet


def test_an_inbox_of_ten_thousand_is_right(house, full):
    busy, quiet = full
    seen, cursor = [], ""
    while cursor is not None:
        page = house.inbox(busy, limit=200, cursor=cursor)
        assert page["unread"] == MANY
        seen += page["items"]
        cursor = page["next_cursor"]
    assert len({item["id"] for item in seen}) == len(seen) == MANY
    moments = [item["created_at"] for item in seen]
    assert moments == sorted(moments, reverse=True)
    house.notify.call("mark_message_read", caller=as_member(busy), message_id=seen[MANY // 2]["id"])
    assert house.inbox(busy)["unread"] == MANY - 1
    assert house.inbox(quiet)["unread"] == 100


def test_an_inbox_of_ten_thousand_is_read_by_index_alone(house, full):
    """What is as fast at any length is looked up, not scanned and not sorted; no clock needed."""
    busy, _ = full
    deep = ""
    for _ in range(40):
        deep = house.inbox(busy, limit=200, cursor=deep)["next_cursor"]
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if "inbox_entries" in statement:
            asked.append((statement, parameters))

    with house.notify.database.reading() as session:
        engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        house.inbox(busy, limit=20)
        house.inbox(busy, limit=20, cursor=deep)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 4  # a page and the unread ones, twice
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row[-1] for row in plan]
            assert all(step.startswith("SEARCH") and "INDEX" in step for step in steps), steps
