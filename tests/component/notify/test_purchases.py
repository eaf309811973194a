"""Organisations, reviewers, unions and offices hear once what concerns them in a purchase."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.context import ANONYMOUS, CallContext, Caller, Role
from chassis.envelope import Event
from chassis.errors import Forbidden, InvalidInput, Unauthenticated, Unavailable
from chassis.ids import uuid7
from chassis.remote import RemoteFailure
from services.notify.channels.rules import size
from services.notify.errors import MessageNotFound, TargetNotFound
from services.notify.messages.tables import Message
from services.notify.purchases.doors import HEARD
from services.notify.purchases.rules import office
from services.notify.templates.catalogue import catalogue
from services.notify.templates.rules import Kind, render
from tests.component.notify.conftest import House, as_member
from tests.component.notify.mail import mail_house
from tests.support import contracts

UNION = "chaoyang/jianwai/u0001"
ORG, RIVAL = contracts.sample("projects.award_noticed.v1")["providers"]
REVIEWER = contracts.sample("projects.reviewer_called.v1")["reviewer_id"]
CITY = Caller(kind="staff", id=uuid7(), roles=(Role("federation"),))
CADRE = Caller(kind="staff", id=uuid7(), roles=(Role("grassroots", UNION),))
JUDGE = Caller(kind="staff", id=REVIEWER, roles=(Role("reviewer"),))
SILENT = {
    "projects.batch_approved.v1",
    "projects.application_begun.v1",
    "projects.scores_handed_in.v1",
}


def org(provider_id: str = ORG, name: str = "user") -> Caller:
    return Caller(kind="provider", id=f"{name}:{provider_id}", roles=(Role("provider"),))


class Projects:
    """The projects service as notify asks it: for whom an account acts."""

    def __init__(self) -> None:
        self.away = False

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        assert (method, payload) == ("get_my_provider", {})
        if self.away:
            raise Unavailable("projects did not answer in time")
        provider_id = context.caller.id.partition(":")[2]
        if not provider_id:
            raise RemoteFailure("projects.get_my_provider: NotRegistered", error="NotRegistered")
        return {"provider": {"id": provider_id}}


@pytest.fixture
def house(component) -> House:
    made = House(component)
    made.dependencies["projects"] = Projects()
    made.notify.use(projects=made.dependencies["projects"])
    return made


def event(name: str, **changes: Any) -> Event:
    event_type = f"projects.{name}.v1"
    data = contracts.sample(event_type) | changes
    contracts.check(event_type, data)
    return Event(event_type, uuid7(), data)


def read(house: House, caller: Caller) -> list[tuple[str, str]]:
    items = house.notify.call("list_my_notices", caller=caller)["items"]
    return [(item["title"], item["body"]) for item in reversed(items)]


def titles(house: House, caller: Caller) -> list[str]:
    return [title for title, _ in read(house, caller)]


def messages(house: House) -> list[Message]:
    with house.notify.database.reading() as session:
        return list(session.scalars(sa.select(Message).order_by(Message.id)))


@pytest.mark.parametrize("event_type", sorted(HEARD))
def test_every_published_example_is_told_once(house, event_type):
    data = contracts.sample(event_type)
    envelope = house.notify.deliver(Event(event_type, uuid7(), data))
    told = messages(house)
    assert bool(told) is (event_type not in SILENT)
    house.notify.deliver(envelope)
    assert len(messages(house)) == len(told)
    entries = house.notify.events("notify.message_created.v1")
    assert len(entries) == len(told)
    for entry in entries:
        contracts.check(entry["type"], entry["data"])
        assert not re.search(r"[{}]", entry["data"]["title"] + entry["data"]["body"])


def test_every_text_for_phones_is_signed_and_costs_two_parts_at_most(house):
    plain = {Kind.MOMENT: "2026-12-25T02:30:00.000000Z", Kind.CLOCK: "2026-12-25T02:30:00.000000Z"}
    for event_type in HEARD:
        house.notify.deliver(Event(event_type, uuid7(), contracts.sample(event_type)))
    names = {message.template for message in messages(house)}
    assert len(names) > 40
    for name in names:
        template = catalogue().newest(name)
        values = {
            key: plain.get(kind, "很长的项目名称" * 6) for key, kind in template.variables.items()
        }
        for language in ("zh-CN", "en"):
            shown = render(
                template, channel="sms", language=language, values=values, unseal=lambda text: text
            )
            assert size(shown["text"]).parts <= 2, (name, language)


def test_a_union_hears_what_becomes_of_its_need_and_of_no_other(house):
    house.notify.deliver(event("need_merged", unions=[UNION]))
    house.notify.deliver(event("need_tendered", unions=[UNION, "haidian/zgc/u0007"]))
    house.notify.deliver(event("award_confirmed", unions=[UNION]))
    assert [title.partition("：")[0] for title in titles(house, CADRE)] == [
        "需求已合并",
        "需求已立项",
        "项目已定承接单位",
    ]
    other = Caller(kind="staff", id=uuid7(), roles=(Role("grassroots", "haidian/zgc/u0007"),))
    assert [title.partition("：")[0] for title in titles(house, other)] == ["需求已立项"]
    above = Caller(kind="staff", id=uuid7(), roles=(Role("district", "chaoyang"),))
    assert titles(house, above) == []


def test_everybody_who_acts_for_an_organisation_reads_what_it_was_told_and_nobody_else(house):
    house.notify.deliver(event("application_disqualified", provider_id=ORG, reason="缺少证书"))
    ((title, body),) = read(house, org())
    assert title.startswith("资格审查未通过")
    assert "缺少证书" in body
    assert titles(house, org(name="colleague")) == [title]
    assert titles(house, org(RIVAL)) == []
    assert titles(house, Caller(kind="provider", id=uuid7())) == []
    (item,) = house.notify.call("list_my_notices", caller=org())["items"]
    with pytest.raises(MessageNotFound):
        house.notify.call("mark_notice_read", caller=org(RIVAL), message_id=item["id"])
    told = house.notify.call("mark_notice_read", caller=org(), message_id=item["id"])
    assert told == item | {"read": True}
    assert house.notify.call("list_my_notices", caller=org(name="colleague"))["unread"] == 0


def test_members_and_nobody_read_no_notices(house):
    with pytest.raises(Forbidden):
        house.notify.call("list_my_notices", caller=as_member(uuid7()))
    with pytest.raises(Unauthenticated):
        house.notify.call("list_my_notices", caller=ANONYMOUS)
    house.dependencies["projects"].away = True
    with pytest.raises(Unavailable):
        house.notify.call("list_my_notices", caller=org())


def test_a_new_a_replaced_and_a_confirmed_application_are_told_apart(house):
    for version, step in ((1, "seal"), (2, "replace"), (2, "confirm")):
        house.notify.deliver(
            event("application_sealed", provider_id=ORG, version=version, step=step)
        )
    assert [title.partition("：")[0] for title in titles(house, org())] == [
        "申报已收到",
        "申报已替换",
        "申报已确认",
    ]


def test_a_reviewer_hears_of_the_seat_and_the_office_of_one_that_left(house):
    house.notify.deliver(event("reviewer_called"))
    house.notify.deliver(event("reviewer_called", alternate=True))
    house.notify.deliver(event("reviewer_recused", reviewer_id=REVIEWER))
    house.notify.deliver(event("reviewer_called", reviewer_id="typed by hand"))
    assert [title.partition("：")[0] for title in titles(house, JUDGE)] == [
        "请担任评审",
        "请递补评审",
        "您已退出评审",
    ]
    assert [title.partition("：")[0] for title in titles(house, CITY)] == ["有评审退出"]


def test_each_organisation_hears_its_own_time_and_the_panel_the_whole(house):
    slots = [
        {
            "application_id": uuid7(),
            "provider_id": provider_id,
            "starts_at": f"2026-06-25T0{at}:00:00.000000Z",
            "ends_at": f"2026-06-25T0{at}:20:00.000000Z",
            "place": "职工之家",
        }
        for at, provider_id in enumerate((ORG, RIVAL), start=1)
    ]
    house.notify.deliver(event("presentations_planned", slots=slots, moved=True))
    ((_, own),) = read(house, org())
    assert "6月25日09:00" in own
    assert "10:00" not in own
    ((title, whole),) = read(house, JUDGE)
    assert title.startswith("陈述会时间有变")
    assert "6月25日09:00至10:20" in whole


def test_letters_have_ones_own_score_and_reason_and_no_others(house):
    common = {"winner_name": "同行社会工作服务中心", "winner_score": "86.5000"}
    letters = [
        {"provider_id": ORG, "outcome": "won", "reason": "best_score", "score": "86.5000"},
        {"provider_id": RIVAL, "outcome": "lost", "reason": "over_budget", "score": "84.2500"},
    ]
    for letter in letters:
        house.notify.deliver(event("award_letter_issued", **common, **letter))
    ((title, won),) = read(house, org())
    assert title.startswith("中选通知")
    assert "86.50分" in won
    ((_, lost),) = read(house, org(RIVAL))
    assert "84.25分" in lost
    assert "报价超出预算" in lost
    assert "86.5" not in lost


def test_an_objection_is_told_to_who_objects_to_the_office_and_then_answered(house):
    house.notify.deliver(event("objection_filed", provider_id=RIVAL))
    house.notify.deliver(event("standstill_suspended"))
    house.notify.deliver(event("objection_answered", provider_id=RIVAL, state="dismissed"))
    house.notify.deliver(event("standstill_resumed"))
    assert [title.partition("：")[0] for title in titles(house, org(RIVAL))] == [
        "异议已收到",
        "公示暂停",
        "异议未成立",
        "公示恢复",
    ]
    assert [title.partition("：")[0] for title in titles(house, org())] == ["公示暂停", "公示恢复"]
    assert [title.partition("：")[0] for title in titles(house, CITY)] == ["有异议待答复"]


def test_an_award_that_is_void_is_told_to_the_panel_and_one_that_is_annulled_is_not(house):
    house.notify.deliver(event("award_annulled", state="void"))
    house.notify.deliver(event("award_annulled", state="annulled"))
    assert [title.partition("：")[0] for title in titles(house, JUDGE)] == ["请重新评定"]
    assert [title.partition("：")[0] for title in titles(house, org(RIVAL))] == [
        "将重新评定",
        "成交已撤销",
    ]


def test_an_event_from_before_its_new_fields_is_told_as_far_as_it_goes(house):
    data = contracts.sample("projects.need_selected.v1")
    del data["unions"]
    house.notify.deliver(Event("projects.need_selected.v1", uuid7(), data))
    assert len(titles(house, CADRE)) == 1
    data = contracts.sample("projects.question_answered.v1")
    del data["providers"]
    house.notify.deliver(Event("projects.question_answered.v1", uuid7(), data))


class TestAddresses:
    def put(self, house: House, caller: Caller, **change: Any) -> Any:
        request = {"channel": "sms", "name": "项目主管", "address": "+86 138 0000 0009"} | change
        return house.notify.call("set_my_notice_target", caller=caller, **request)

    def test_an_organisation_is_told_at_its_mailbox_and_on_its_phone_as_well(self, component):
        with mail_house() as mails:
            house = House(
                component,
                SMTP_HOST="127.0.0.1",
                SMTP_PORT=str(mails.port),
                SMTP_SECURITY="none",
                SMTP_FROM="notice@union.example",
            )
            house.notify.use(projects=Projects())
            self.put(house, org())
            self.put(house, org(), channel="email", address="office@org.example")
            envelope = house.notify.deliver(event("award_letter_issued", provider_id=ORG))
            house.notify.deliver(envelope)
            house.notify.deliver(event("award_letter_issued", provider_id=RIVAL))
            house.notify.tick("send_to_offices")
            house.notify.tick("send_regular")
            ((to, _letter),) = mails.arrived
            assert to == "office@org.example"
            assert mails.letters[0]["Subject"].startswith("候补通知")
            (text,) = house.phone("13800000009")
            assert text.startswith("【市总工会】候补通知：职工心理健康服务")

    def test_at_night_a_phone_waits_for_the_morning(self, component):
        house = House(component, QUIET_HOURS="00:00-23:59")
        house.notify.use(projects=Projects())
        self.put(house, org())
        house.notify.deliver(event("application_admitted", provider_id=ORG))
        house.notify.tick("send_regular")
        assert house.phone("13800000009") == []
        assert [m.state for m in messages(house) if m.channel == "sms"] == ["deferred"]

    def test_addresses_are_shown_masked_and_removed_by_whose_they_are(self, house):
        made = self.put(house, org())
        assert made["address"] == "138****0009"
        assert "1380000" not in str(made)
        shown = house.notify.call("list_my_notice_targets", caller=org(name="colleague"))
        assert [item["id"] for item in shown["items"]] == [made["id"]]
        assert "sms" in shown["channels"]
        for caller in (org(RIVAL), CITY):
            with pytest.raises(TargetNotFound):
                house.notify.call("remove_my_notice_target", caller=caller, target_id=made["id"])
        with pytest.raises(TargetNotFound):
            house.notify.call("remove_notice_target", caller=CITY, target_id=made["id"])
        house.notify.call("remove_my_notice_target", caller=org(), target_id=made["id"])
        house.notify.deliver(event("application_admitted", provider_id=ORG))
        house.notify.tick("send_regular")
        assert house.phone("13800000009") == []

    @pytest.mark.parametrize("address", ["010-62345678", "office@org.example", "1380000000"])
    def test_what_is_no_mobile_number_is_refused_by_its_field(self, house, address):
        with pytest.raises(InvalidInput) as caught:
            self.put(house, org(), address=address)
        assert caught.value.errors[0].field == "address"

    def test_the_federations_office_is_told_at_its_own_and_releases_ring_no_phone(self, house):
        request = {"caller": CITY, "name": "值班", "address": "13800000008", "channel": "sms"}
        house.notify.call("set_notice_target", topic="purchases", **request)
        for wrong in ({"topic": "releases"}, {"topic": "purchases", "district": "chaoyang"}):
            with pytest.raises(InvalidInput):
                house.notify.call("set_notice_target", **request, **wrong)
        house.notify.deliver(event("objection_filed"))
        house.notify.tick("send_regular")
        (text,) = house.phone("13800000008")
        assert text.startswith("【市总工会】有异议待答复")
        assert titles(house, CITY) != []
        assert office("").inbox != office(UNION).inbox


class TestCalls:
    def morning(self, house: House) -> None:
        house.clock.advance(timedelta(days=1, hours=12))
        house.notify.tick("reconcile")

    def calls(self, house: House) -> list[Any]:
        return list(house.notify.call("list_calls", caller=CITY)["items"])

    def won(self, **changes: Any) -> Event:
        letter = {"outcome": "won", "reason": "best_score", "provider_id": ORG}
        return event("award_letter_issued", **letter | changes)

    def test_a_winner_that_has_not_read_its_letter_is_phoned(self, house):
        envelope = house.notify.deliver(self.won())
        house.notify.deliver(envelope)
        house.notify.deliver(event("award_letter_issued", provider_id=RIVAL))
        self.morning(house)
        (call,) = self.calls(house)
        assert (call["kind"], call["reason"], call["member_id"]) == ("award", "not_made", ORG)
        assert call["title"].endswith("惠民职工服务社")
        (item,) = house.notify.call("list_my_notices", caller=org())["items"]
        house.notify.call("mark_notice_read", caller=org(), message_id=item["id"])
        house.clock.advance(timedelta(hours=2))
        house.notify.tick("reconcile")
        assert self.calls(house) == []

    def test_a_letter_that_was_read_or_has_fallen_is_no_call(self, house):
        house.notify.deliver(self.won())
        (item,) = house.notify.call("list_my_notices", caller=org())["items"]
        house.notify.call("mark_notice_read", caller=org(), message_id=item["id"])
        other = {"award_id": uuid7(), "provider_id": RIVAL}
        house.notify.deliver(self.won(**other))
        house.notify.deliver(event("award_refused", state="refused", **other))
        self.morning(house)
        assert self.calls(house) == []

    def test_who_phones_gets_the_number_that_the_organisation_set(self, house):
        TestAddresses().put(house, org())
        house.notify.deliver(self.won())
        self.morning(house)
        (call,) = self.calls(house)
        assert call["reason"] == "unconfirmed"
        shown = house.notify.call("show_call_number", caller=CITY, entry_id=call["id"])
        assert shown == {"name": "项目主管", "number": "13800000009"}
