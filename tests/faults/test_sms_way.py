"""Messages on their way through the real Kannel to a carrier that fails: each ends in a true state,
and none is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from services.notify.channels.rules import size
from tests.faults.sms_way import SmsWay
from tests.integration.notify_house import phone_of
from tests.support import needs
from tests.support.smsc.faults import Answer
from tests.support.waiting import eventually

pytestmark = [
    pytest.mark.rabbitmq,
    pytest.mark.postgres,
    pytest.mark.kannel,
]
LONG = "我想给孩子报名周末的攀岩课，" * 12


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, _postgres_templates: None) -> Iterator[SmsWay]:
    """One for all, because it takes longer to start than most tests take."""
    for problem in (needs.kannel_problem(), needs.rabbitmq_problem(), needs.postgres_problem()):
        if problem:
            needs.missing(problem)
    made = SmsWay(tmp_path_factory.mktemp("sms-way"))
    try:
        made.open()
        yield made
    finally:
        made.close()


@pytest.fixture
def way(opened: SmsWay) -> Iterator[SmsWay]:
    """All is well when a test begins."""
    yield opened
    opened.carrier.plan([])
    opened.carrier.come_back()
    opened.carrier.let_receipts_go()


def once(way: SmsWay, members: list[str]) -> None:
    """Each phone has its text, and has it once."""
    assert Counter(len(texts) for texts in way.texts(members).values()) == {1: len(members)}


def test_a_long_chinese_message_arrives_whole_and_its_receipts_come_back(way):
    venue = "朝阳区工人文化宫攀岩馆（地铁6号线呼家楼站东北口出，沿朝阳路向东五百米路南）" * 3
    member = way.remind(venue=venue)
    way.become([member], delivered=1)
    (text,) = way.carrier.texts(phone_of(member))
    assert text.startswith("【市总工会】提醒：室内攀岩亲子专场，")
    assert venue in text
    assert text.endswith("票码7K3M9QX2。不能来请尽早退票，让给他人。")
    parts = way.carrier.parts(phone_of(member))
    assert len(parts) == size(text).parts == 3
    assert way.attempts([member]) == [(1, "accepted", 3)]
    kinds = way.rows(
        "SELECT r.kind FROM sms_receipts r JOIN messages m ON m.id = r.message_id "
        "WHERE m.recipient::text = %s",
        member,
    )
    assert sorted(kinds) == [("delivered",), ("taken",)]


def test_a_long_chinese_message_comes_in_whole_and_once(way):
    way.carrier.say(LONG, sender="8613900000001", times=2)

    def handled():
        return way.rows("SELECT text, outcome FROM inbound_sms WHERE due_at IS NULL")

    rows = eventually(handled, what="the SMS is handled")
    (answer,) = eventually(lambda: way.carrier.texts("13900000001"), what="the answer")
    assert answer.startswith("【市总工会】抢票发“QP 场次码”")
    assert rows == [(LONG, "unknown_number")]


def test_receipts_that_come_late_twice_and_the_last_first(way):
    way.carrier.hold_receipts()
    members = way.win(10)
    way.become(members, sent=10)
    assert way.carrier.let_receipts_go(reverse=True, times=2) == 10
    way.become(members, delivered=10)
    once(way, members)


def test_the_carrier_is_told_until_when_a_message_may_go_out(way):
    started = datetime.now(UTC)
    code, winner = way.ask_for_a_code(timedelta(minutes=5)), way.win(1)[0]
    way.become([code, winner], delivered=2)
    for member, lasts in ((code, timedelta(minutes=5)), (winner, timedelta(days=3))):
        for told in way.carrier.validities(phone_of(member)):
            # YYMMDDhhmmss, a tenth, and no quarters of an hour from UTC
            assert told[12:] == "000+"
            until = datetime.strptime(told[:12] + "+0000", "%y%m%d%H%M%S%z")
            # Whole minutes, rounded down: never later than the message lasts.
            assert started + lasts - timedelta(minutes=1, seconds=20) < until <= started + lasts


def test_what_kannel_held_for_too_long_goes_nowhere(way):
    """A login code that waited out a break of the line must not come when it opens nothing. Minutes
    are too long for a test, so Kannel is told none, which notify never does."""
    over, lasts = "13900000003", "13900000004"
    way.carrier.go_away()
    for number, validity in ((over, "0"), (lasts, "5")):
        way.kannel.hand_over("482913", to=number, validity=validity)
    way.carrier.come_back()
    eventually(lambda: way.carrier.texts(lasts), what="what still lasts goes out")
    assert way.carrier.texts(over) == []


def test_lost_answers(way):
    way.carrier.plan([Answer.LOSE] * 3)
    members = way.win(12)
    way.become(members, delivered=12)
    # Kannel cannot know, and sends again: three phones at least have it twice, and the same.
    texts = list(way.texts(members).values())
    assert {len(set(each)) for each in texts} == {1}
    assert sum(len(each) > 1 for each in texts) >= 3


def test_the_line_is_cut_in_the_middle(way):
    lines = way.carrier.lines
    way.carrier.plan([Answer.TAKE] * 6 + [Answer.CUT])
    members = way.win(20)
    way.become(members, delivered=20)
    assert way.carrier.lines > lines
    assert way.reached(members) == 20


def test_throttled_and_refused_for_good(way):
    way.carrier.plan([], usual=Answer.THROTTLE)
    throttled = way.win(3)
    eventually(lambda: way.refused(throttled) == 3, what="notify hears of it")
    way.carrier.plan([])
    way.become(throttled, delivered=3)
    once(way, throttled)
    assert {number for number, _, _ in way.attempts(throttled)} > {1}

    way.carrier.plan([Answer.REFUSE])
    refused = way.win(1)
    way.become(refused, failed=1)
    assert way.reached(refused) == 0


def test_kannel_is_killed_with_messages_in_hand_and_started_again(way):
    way.carrier.hold_receipts()
    before = way.win(6)
    way.become(before, sent=6)
    eventually(lambda: way.reached(before) == 6, what="the first are on their phones")
    way.carrier.go_away()
    in_hand = way.win(6)
    way.become(in_hand, sent=6)
    way.kannel.kill()
    refused = way.win(6)
    way.become(refused, retry_wait=6)
    way.carrier.come_back()
    way.start_kannel()
    eventually(lambda: way.reached(in_hand) == 6, what="what it had in hand goes out")
    way.carrier.let_receipts_go()
    everybody = before + in_hand + refused
    way.become(everybody, delivered=18)
    once(way, everybody)


def test_notify_is_killed_between_sending_and_writing_it_down(way):
    """Receipts, and what a phone sends meanwhile, wait with Kannel until notify is back."""
    deaf = way.serve_notify_without_answers()
    members = way.win(15)

    def sent() -> bool:
        """All of a batch is on its phones, and notify waits to hear so."""
        claimed = way.states(members).get("dispatching", 0)
        unended = [outcome for _, outcome, _ in way.attempts(members)].count(None)
        return claimed == way.reached(members) == unended > 0

    eventually(sent, what="a batch is on its phones")
    deaf.kill()
    way.carrier.say("查询", sender="8613900000002")
    way.notify = way.serve("notify")
    way.become(members, delivered=15)
    once(way, members)
    assert {(number, outcome) for number, outcome, _ in way.attempts(members)} == {(1, "accepted")}
    answered = eventually(lambda: way.carrier.texts("13900000002"), what="the SMS is answered")
    assert len(answered) == 1
