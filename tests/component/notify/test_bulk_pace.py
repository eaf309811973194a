"""How fast many are told, how often one is, and the digest; templates as staff write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.errors import Forbidden, InvalidInput
from services.notify.errors import TemplateNotFound
from tests.component.notify.bulk import AUDITOR, AUTHOR, CHAOYANG, TEMPLATE, VALUES, Office
from tests.component.notify.conftest import as_member
from tests.component.notify.fakes import SmsGateway
from tests.support.component import Component

EVENING = datetime(2026, 4, 25, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai


@pytest.fixture
def office(component) -> Office:
    made = Office(component)
    made.template()
    return made


def states(office: Office) -> Counter[tuple[str, str]]:
    return Counter((message.state, message.reason) for message in office.messages())


def news(office: Office, *titles: str) -> None:
    for title in titles:
        office.approved(title=title)
    office.run(2)


class TestRate:
    def test_a_provider_gets_no_more_than_its_rate(
        self, component: Callable[..., Component], gateway: SmsGateway
    ):
        office = Office(component, BULK_RATE="3", QUIET_HOURS="none", **gateway.environ)
        office.template()
        office.people(8)
        office.approved()
        for pause, taken in ((0.0, 3), (0.2, 3), (0.8, 6), (1.0, 8)):
            office.clock.advance(timedelta(seconds=pause))
            office.run(2)
            assert len(gateway.requests) == taken

    def test_a_ticket_does_not_wait_behind_it(
        self, component: Callable[..., Component], gateway: SmsGateway
    ):
        office = Office(component, BULK_RATE="1", QUIET_HOURS="none", **gateway.environ)
        office.template()
        people = office.people(4)
        office.approved()
        office.run()
        office.notify.deliver(office.ticket(people[0]))
        office.notify.tick("send_regular")
        assert ["抢票成功" in text for _, text in gateway.arrived] == [False, True]


class TestCaps:
    def test_one_too_many_stays_in_the_inbox(self, office):
        (member,) = office.people(1)
        for title in ("一", "二", "三"):
            office.approved(title=title, channels=["inbox", "sms"])
        office.run(2)
        assert states(office) == {("sent", ""): 2, ("suppressed", "often enough"): 1}
        assert len(office.inbox(member)["items"]) == 3

    def test_the_next_day_there_is_room_again_until_the_week_is_full(self, office):
        office.people(1)
        for day in range(4):
            office.clock.set(datetime(2026, 4, 25 + day, 1, 0, tzinfo=UTC))
            news(office, "一", "二")
        assert states(office) == {("sent", ""): 5, ("suppressed", "often enough"): 3}

    def test_tickets_do_not_count(self, office):
        (member,) = office.people(1)
        for _ in range(3):
            office.notify.deliver(office.ticket(member))
        office.notify.tick("send_regular")
        news(office, "一")
        assert len(office.phone("13800000000")) == 4

    def test_an_installation_may_have_none(self, component):
        office = Office(component, BULK_CAPS="none")
        office.template()
        office.people(1)
        news(office, "一", "二", "三")
        assert states(office) == {("sent", ""): 3}


class TestDigest:
    def wish(self, office: Office, member: str, **choice: Any) -> Any:
        topic = {"topic": "news", "sms": True} | choice
        return office.notify.call("set_my_preferences", caller=as_member(member), topics=[topic])[
            "topics"
        ]

    def test_news_of_a_day_come_as_one_sms_in_the_evening(self, office):
        wants, other = office.people(2)
        topics = self.wish(office, wants, digest=True)
        assert {each["topic"]: each["digest"] for each in topics} == {
            "tickets": False,
            "reminders": False,
            "news": True,
        }
        news(office, "健步走", "书法课")
        office.notify.tick("make_digests")
        office.run()
        assert office.phone("13800000000") == []
        assert len(office.phone("13800000001")) == 2
        office.clock.set(EVENING)
        for _ in range(2):
            office.notify.tick("make_digests")
            office.run()
        (digest,) = office.phone("13800000000")
        assert digest == "【市总工会】今日2条通知：健步走; 书法课。详见网页收件箱。退订回T"
        assert [m.template for m in office.messages() if m.recipient == other] == [
            "staff.event_news"
        ] * 2

    def test_what_was_called_off_is_in_no_digest(self, office):
        (member,) = office.people(1)
        self.wish(office, member, digest=True)
        wrong, right = office.approved(title="地点有误"), office.approved(title="健步走")
        office.notify.tick("expand_broadcasts")
        office.notify.tick("send_bulk")
        office.act("cancel", wrong, reason="地点有误")
        office.clock.set(EVENING)
        office.notify.tick("make_digests")
        office.run()
        (digest,) = office.phone("13800000000")
        assert "今日1条通知：健步走。" in digest
        assert office.state(right) == "finished"

    def test_a_choice_without_a_word_of_it_keeps_it(self, office):
        (member,) = office.people(1)
        self.wish(office, member, digest=True)
        topics = self.wish(office, member)
        assert topics[-1] == {"topic": "news", "sms": True, "digest": True}

    def test_what_cannot_wait_has_no_digest(self, office):
        (member,) = office.people(1)
        with pytest.raises(InvalidInput, match="digest"):
            self.wish(office, member, topic="tickets", digest=True)

    def test_who_wants_no_news_gets_no_digest(self, office):
        (member,) = office.people(1)
        self.wish(office, member, sms=False, digest=True)
        news(office, "健步走")
        office.clock.set(EVENING)
        office.notify.tick("make_digests")
        office.run()
        assert states(office) == {("suppressed", "not wanted"): 1}


class TestTemplates:
    def test_each_writing_is_a_version_and_broadcasts_keep_theirs(self, office):
        office.people(1)
        office.approved()
        changed = TEMPLATE["contents"] | {
            "sms": {
                "text": {
                    "zh-CN": "【市总工会】改版：{title}{starts}。退订回T",
                    "en": "Trade Union: {title} {starts}. Reply T to opt out",
                }
            }
        }
        assert office.template(contents=changed)["version"] == 2
        office.run()
        assert "改版" not in office.phone("13800000000")[0]
        (shown,) = office.notify.call("list_templates", caller=AUDITOR)["items"]
        assert (shown["name"], shown["version"], shown["written_by"]) == (
            "event_news",
            2,
            "officer-1",
        )

    def test_all_versions_of_one_are_listed_the_newest_first(self, office):
        for _ in range(2):
            office.template()
        office.template(name="another")
        seen, cursor = [], ""
        while cursor is not None:
            page = office.notify.call(
                "list_templates", caller=AUDITOR, name="event_news", limit=2, cursor=cursor
            )
            seen += [(each["name"], each["version"]) for each in page["items"]]
            cursor = page.get("next_cursor")
        assert seen == [("event_news", number) for number in (3, 2, 1)]
        nothing = office.notify.call("list_templates", caller=AUDITOR, name="unheard_of")
        assert nothing["items"] == []

    def test_a_faulty_one_is_not_kept_and_every_field_named(self, office):
        contents = {"sms": {"text": {"zh-CN": "{who}", "en": ""}}}
        draft = TEMPLATE | {"variables": [], "contents": contents}
        check = office.notify.call("check_template", caller=CHAOYANG, **draft)
        with pytest.raises(InvalidInput) as caught:
            office.template(variables=[], contents=contents)
        named = [(error.field, error.message) for error in caught.value.errors]
        assert named == [(fault["field"], fault["message"]) for fault in check["faults"]]
        assert {(fault["code"], fault["about"]) for fault in check["faults"]} == {
            ("missing", ""),
            ("undeclared", "who"),
            ("signature", "【市总工会】"),
            ("way_out", "退订回T"),
        }
        assert {field for field, _ in named} == {
            "contents.sms.text.en",
            "contents.sms.text.zh-CN",
        }
        with pytest.raises(TemplateNotFound):
            office.draw_up(version=2)

    def test_a_check_tells_the_price(self, office):
        check = office.notify.call("check_template", caller=AUTHOR, **TEMPLATE)
        assert check["faults"] == []
        assert [(each["language"], each["parts"], each["price"]) for each in check["costs"]] == [
            ("en", 1, 5),
            ("zh-CN", 1, 5),
        ]

    def test_a_preview_shows_every_text(self, office):
        shown = office.notify.call(
            "preview_template", caller=AUDITOR, name="event_news", version=1, values=VALUES
        )
        texts = {
            (text["channel"], text["language"], text["field"]): text["text"]
            for text in shown["texts"]
        }
        assert len(texts) == 6
        assert texts["sms", "en", "text"] == (
            "Trade Union: 春季健步走 begins on 9 May. Reply T to opt out"
        )
        with pytest.raises(InvalidInput):
            office.notify.call(
                "preview_template", caller=AUDITOR, name="event_news", version=1, values={}
            )

    def test_members_write_none(self, office):
        with pytest.raises(Forbidden):
            office.notify.call("write_template", caller=as_member(office.member()), **TEMPLATE)
