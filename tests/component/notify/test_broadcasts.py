"""Telling many: a second person, once each, whatever is killed; pause, resume, cancel."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.notify.broadcasts import rules
from services.notify.errors import (
    BroadcastNotFound,
    BroadcastStands,
    SecondPersonNeeded,
    TemplateNotFound,
)
from tests.component.notify.bulk import AUDITOR, AUTHOR, CHAOYANG, SECOND, Office
from tests.component.notify.conftest import as_member
from tests.component.notify.fakes import Crash
from tests.support import contracts

SENT = "【市总工会】春季健步走将于5月9日举行，欢迎参加。退订回T"


@pytest.fixture
def office(component) -> Office:
    made = Office(component)
    made.template()
    return made


class TestTelling:
    def test_a_segment_is_told_once_each_and_the_broadcast_ends(self, office):
        people = office.people(3)
        broadcast_id = office.approved()
        office.run(2)
        assert [message.recipient for message in office.messages()] == sorted(people)
        assert office.phone("13800000001") == [SENT]
        progress = office.progress(broadcast_id)
        assert progress["broadcast"]["state"] == "finished"
        assert progress["broadcast"]["recipients"] == 3
        assert progress["messages"] == [{"channel": "sms", "state": "sent", "count": 3}]

    def test_the_inbox_gets_it_as_well(self, office):
        (member,) = office.people(1)
        office.approved(channels=["inbox", "sms"])
        office.run()
        (message,) = office.inbox(member)["items"]
        assert (message["title"], message["body"]) == ("活动：春季健步走", "春季健步走，5月9日。")
        assert office.phone("13800000000") == [SENT]

    def test_holders_of_a_ticket_are_told(self, office):
        people = office.people(3)
        office.tickets.holders = people[:2]
        office.approved(audience={"release_id": uuid7()})
        office.run()
        assert [message.recipient for message in office.messages()] == sorted(people[:2])

    def test_nothing_leaves_before_its_time(self, office):
        office.people(1)
        at = office.clock.now() + timedelta(hours=1)
        broadcast_id = office.approved(send_at=at.isoformat())
        office.run()
        assert office.messages() == []
        office.clock.set(at)
        office.run()
        assert [message.state for message in office.messages()] == ["sent"]
        assert office.state(broadcast_id) == "running"

    def test_the_events_keep_their_contracts(self, office):
        office.people(1)
        office.approved()
        office.run(2)
        cancelled = office.draw_up()
        office.act("cancel", cancelled, reason="改期")
        for name in ("approved", "finished", "cancelled"):
            event_type = f"notify.broadcast_{name}.v1"
            (event,) = office.notify.events(event_type)
            contracts.check(event_type, event["data"])
            assert set(event["data"]) == set(contracts.sample(event_type))


class TestApproval:
    def test_the_author_cannot_approve(self, office):
        office.people(1)
        broadcast_id = office.draw_up()
        with pytest.raises(SecondPersonNeeded):
            office.act("approve", broadcast_id, AUTHOR)
        office.run()
        assert office.messages() == []
        office.act("approve", broadcast_id, SECOND)
        assert office.progress(broadcast_id)["broadcast"]["approved_by"] == "officer-2"

    def test_it_is_approved_once(self, office):
        broadcast_id = office.approved()
        with pytest.raises(BroadcastStands):
            office.act("approve", broadcast_id, SECOND)

    def test_others_have_no_say(self, office):
        broadcast_id = office.draw_up()
        for caller in (CHAOYANG, AUDITOR, as_member(uuid7())):
            with pytest.raises(Forbidden):
                office.act("approve", broadcast_id, caller)
        with pytest.raises(Unauthenticated):
            office.act("approve", broadcast_id, ANONYMOUS)
        with pytest.raises(BroadcastNotFound):
            office.act("approve", uuid7(), SECOND)

    def test_a_district_tells_its_own_members_only(self, office):
        with pytest.raises(Forbidden):
            office.draw_up(CHAOYANG)
        for audience in ({"unions": ["haidian"]}, {"unions": ["chaoyang2"]}):
            with pytest.raises(InvalidInput, match="unions"):
                office.draw_up(CHAOYANG, office="chaoyang", audience=audience)
        with pytest.raises(InvalidInput, match="release_id"):
            office.draw_up(CHAOYANG, office="chaoyang", audience={"release_id": uuid7()})
        office.draw_up(CHAOYANG, office="chaoyang", audience={"unions": ["chaoyang/jianwai"]})

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"values": {"title": "x"}}, "values"),
            ({"values": {"title": "x", "starts": "tomorrow"}}, "values"),
            ({"values": {"title": "国" * 21, "starts": "2026-05-09"}}, "values.title"),
            ({"channels": ["sms", "sms"]}, "channels.1"),
            ({"send_at": "2020-01-01T00:00:00Z"}, "send_at"),
            ({"audience": {}}, "audience.unions"),
            ({"audience": {"unions": [""], "csv": "x"}}, "audience.unions"),
        ],
    )
    def test_what_is_wrong_is_named(self, office, wrong, field):
        with pytest.raises(InvalidInput) as caught:
            office.draw_up(**wrong)
        assert [error.field for error in caught.value.errors] == [field]
        assert office.notify.call("list_broadcasts", caller=AUTHOR)["items"] == []

    def test_a_template_that_is_not_there(self, office):
        with pytest.raises(TemplateNotFound):
            office.draw_up(version=2)


class TestKilled:
    @pytest.fixture(autouse=True)
    def _short_pages(self, monkeypatch):
        monkeypatch.setattr(rules, "PAGE", 4)
        monkeypatch.setattr("services.notify.broadcasts.audiences.PAGE", 4)

    @pytest.mark.parametrize("page", [1, 2, 3])
    def test_nobody_is_missing_or_told_twice_after_a_kill(self, office, page, monkeypatch):
        """The process dies after the messages of a page were inserted, before the commit."""
        people = office.people(10)
        broadcast_id = office.approved(channels=["inbox", "sms"])
        deliver = "services.notify.messages.use_cases.inbox.deliver"
        from services.notify.inbox import use_cases as inbox

        real, made = inbox.deliver, 0

        def dying(work, messages):
            nonlocal made
            made += 1
            real(work, messages)
            if made == page:
                raise Crash

        with monkeypatch.context() as patched:
            patched.setattr(deliver, dying)
            with pytest.raises(Crash):
                office.run()
        assert len(office.messages()) == 4 * (page - 1)
        office.run(2)
        for channel in ("sms", "inbox"):
            told = Counter(message.recipient for message in office.messages(channel))
            assert told == Counter(people)
        assert office.progress(broadcast_id)["broadcast"]["recipients"] == 10
        assert all(len(office.inbox(person)["items"]) == 1 for person in people)

    def test_nobody_is_missing_after_a_kill_between_two_pages(self, office):
        people = office.people(10)
        office.approved()

        def dies() -> None:
            if office.union.pages == 2:
                raise Crash

        office.union.before_page = dies
        with pytest.raises(Crash):
            office.run()
        office.run(2)
        assert Counter(message.recipient for message in office.messages()) == Counter(people)

    def test_two_processes_at_the_same_page_tell_once(self, office, monkeypatch):
        monkeypatch.setattr("services.notify.broadcasts.expanding._PAGES", 1)
        people = office.people(6)
        broadcast_id = office.approved()

        def other() -> None:
            office.union.before_page = lambda: None
            office.notify.tick("expand_broadcasts")

        office.union.before_page = other
        office.run(4)
        assert Counter(message.recipient for message in office.messages()) == Counter(people)
        assert office.progress(broadcast_id)["broadcast"]["recipients"] == 6

    def test_while_the_members_service_is_away_it_waits(self, office):
        people = office.people(6)
        broadcast_id = office.approved()
        office.union.away = True
        office.run()
        assert (office.messages(), office.state(broadcast_id)) == ([], "running")
        office.union.away = False
        office.run()
        assert [message.recipient for message in office.messages()] == sorted(people)


class TestPause:
    @pytest.fixture(autouse=True)
    def _short_pages(self, monkeypatch):
        monkeypatch.setattr("services.notify.broadcasts.audiences.PAGE", 2)
        monkeypatch.setattr(rules, "AHEAD", 4)

    def states(self, office: Office) -> Counter[str]:
        return Counter(message.state for message in office.messages())

    def test_only_so_many_are_made_ahead_of_the_sender(self, office):
        office.people(9)
        office.approved()
        office.notify.tick("expand_broadcasts")
        assert self.states(office) == {"created": 4}

    def test_a_pause_holds_back_what_is_made_and_going_on_sends_all(self, office):
        people = office.people(9)
        broadcast_id = office.approved()
        office.notify.tick("expand_broadcasts")
        office.act("pause", broadcast_id)
        office.run(3)
        assert self.states(office) == {"created": 4}
        assert {message.reason for message in office.messages()} == {"paused"}
        office.act("resume", broadcast_id)
        office.run(4)
        assert self.states(office) == {"sent": 9}
        assert Counter(m.recipient for m in office.messages()) == Counter(people)
        assert office.state(broadcast_id) == "finished"

    def test_one_that_was_paused_before_it_began_begins_later(self, office):
        office.people(1)
        broadcast_id = office.approved()
        office.act("pause", broadcast_id)
        office.run()
        assert office.messages() == []
        office.act("resume", broadcast_id)
        assert office.state(broadcast_id) == "approved"

    @pytest.mark.parametrize("paused", [False, True])
    def test_what_has_not_left_does_not_leave_after_a_cancellation(self, office, paused):
        office.people(9)
        broadcast_id = office.approved()
        office.run()
        office.notify.tick("expand_broadcasts")
        if paused:
            office.act("pause", broadcast_id)
            office.notify.tick("send_bulk")
        office.act("cancel", broadcast_id, reason="地点有误")
        office.run(3)
        assert self.states(office) == {"sent": 4, "cancelled": 4}
        assert office.state(broadcast_id) == "cancelled"
        with pytest.raises(BroadcastStands):
            office.act("resume", broadcast_id)

    @pytest.mark.parametrize("what", ["pause", "resume"])
    def test_a_draft_can_neither_be_paused_nor_resumed(self, office, what):
        with pytest.raises(BroadcastStands):
            office.act(what, office.draw_up())
