"""Returns, offers and cool-downs as members and the office see them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem
from tests.component.web.test_member import (
    CLAIM,
    ME,
    TICKET,
    TOKENS,
    TOO_SMALL,
    log_in,
    outcome,
    releases,
)
from tests.component.web.test_staff import EMPTY
from tests.component.web.test_staff import log_in as log_in_staff

pytestmark = pytest.mark.browser

NO_COOL_DOWN = Answer({"cool_down": None, "policy": None, "no_shows": []})
RETURNABLE = {**TICKET, "places": 1, "return_until": moment(3600)}


def listed(*items: object) -> Answer:
    """A page of a list."""
    return Answer({"items": list(items), "next_cursor": None, "unread": 0})


def place(state: str, **change: object) -> dict[str, object]:
    """A place on a waiting list."""
    offer = moment(3600) if state == "offered" else None
    return {
        "id": "w1",
        "release_id": "r1",
        "title": "攀岩",
        "places": 2,
        "state": state,
        "ahead": 3 if state == "waiting" else None,
        "offer_until": offer,
        **change,
    }


@pytest.fixture
def house(gateway: ScriptedGateway) -> ScriptedGateway:
    """A member with a ticket that may be given back."""
    gateway.on("POST /v1/login-codes", Answer({}, 202))
    gateway.on("POST /v1/sessions", Answer(TOKENS, 201))
    gateway.on("GET /v1/me", Answer(ME))
    gateway.on("GET /v1/me/tickets", listed(RETURNABLE))
    gateway.on("GET /v1/me/messages", listed())
    gateway.on("GET /v1/me/events", Answer(": hello\n\n"), problem(404, "not_found"))
    gateway.on("GET /v1/me/waiting", listed())
    gateway.on("GET /v1/me/cool-down", NO_COOL_DOWN)
    gateway.on("GET /v1/releases", releases(-60))
    return gateway


def open_tickets(page: Page) -> None:
    """Log in and look at the tickets."""
    log_in(page)
    page.get_by_test_id("tab-tickets").click()


def test_a_ticket_is_given_back_after_a_question(page: Page, house: ScriptedGateway) -> None:
    returned = "POST /v1/me/tickets/t1/return"
    house.on(returned, Answer({**RETURNABLE, "state": "cancelled"}))
    open_tickets(page)
    page.get_by_test_id("return-ticket").click()
    page.get_by_test_id("dialog-no").click()
    assert not house.calls[returned]
    house.on("GET /v1/me/tickets", listed({**RETURNABLE, "state": "cancelled"}))
    page.get_by_test_id("return-ticket").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已退票")
    expect(page.get_by_test_id("ticket")).to_contain_text("已取消")
    expect(page.get_by_test_id("return-ticket")).to_be_hidden()
    assert len(house.calls[returned]) == 1
    assert page.evaluate(TOO_SMALL) == []


def test_what_cannot_be_given_back_has_no_button(page: Page, house: ScriptedGateway) -> None:
    late = {**RETURNABLE, "return_until": moment(-1)}
    used = {**RETURNABLE, "id": "t2", "release_id": "r2", "state": "used"}
    fixed = {**RETURNABLE, "id": "t3", "release_id": "r3", "return_until": None}
    house.on("GET /v1/me/tickets", listed(late, used, fixed, {**RETURNABLE, "id": "t4"}))
    open_tickets(page)
    expect(page.get_by_test_id("ticket")).to_have_count(4)
    expect(page.get_by_test_id("return-ticket").filter(visible=True)).to_have_count(1)


def test_an_offer_counts_down_and_is_accepted(page: Page, house: ScriptedGateway) -> None:
    accepted = "POST /v1/me/offers/w1/acceptance"
    house.on("GET /v1/me/waiting", listed(place("offered"), place("expired", id="w0")))
    house.on(accepted, Answer(place("taken")))
    open_tickets(page)
    offer = page.get_by_test_id("waiting")
    expect(offer).to_have_attribute("data-state", "offered")
    expect(offer).to_contain_text("2 个名额")
    expect(offer.get_by_test_id("offer-left")).to_contain_text("00:5")
    house.on("GET /v1/me/waiting", listed(place("taken")))
    house.on("GET /v1/me/tickets", listed(RETURNABLE, {**RETURNABLE, "id": "t2"}))
    offer.get_by_test_id("offer-accept").click()
    expect(page.get_by_test_id("ticket")).to_have_count(2)
    expect(page.get_by_test_id("waiting")).to_have_count(0)
    assert len(house.calls[accepted]) == 1


def test_an_offer_that_is_over_is_said(page: Page, house: ScriptedGateway) -> None:
    house.on("GET /v1/me/waiting", listed(place("offered")), listed())
    house.on("POST /v1/me/offers/w1/acceptance", problem(409, "offer_over"))
    open_tickets(page)
    page.get_by_test_id("offer-accept").click()
    expect(page.get_by_test_id("toast")).to_contain_text("保留时间已过")
    expect(page.get_by_test_id("waiting")).to_have_count(0)


@pytest.mark.parametrize(
    ("state", "button", "call"),
    [
        ("offered", "offer-decline", "POST /v1/me/offers/w1/refusal"),
        ("waiting", "offer-leave", "POST /v1/me/waiting/w1/departure"),
    ],
)
def test_a_place_on_the_list_is_given_up_after_a_question(
    page: Page, house: ScriptedGateway, state: str, button: str, call: str
) -> None:
    house.on("GET /v1/me/waiting", listed(place(state)), listed())
    house.on(call, Answer(place("left")))
    open_tickets(page)
    if state == "waiting":
        expect(page.get_by_test_id("waiting")).to_contain_text("前面还有 3 位")
    page.get_by_test_id(button).click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("waiting")).to_have_count(0)
    assert len(house.calls[call]) == 1


def test_a_cool_down_is_explained_and_appealed(page: Page, house: ScriptedGateway) -> None:
    cooling = {
        "cool_down": {"until": moment(86400), "no_shows": 2, "within_days": 90, "appeal": None},
        "policy": None,
        "no_shows": [
            {"title": "话剧", "event_at": moment(-86400), "excused_at": None},
            {"title": "电影", "event_at": moment(-186400), "excused_at": moment()},
        ],
    }
    appealed = {
        **cooling,
        "cool_down": {**cooling["cool_down"], "appeal": {"state": "open", "reason": None}},
    }
    house.on("GET /v1/me/cool-down", Answer(cooling))
    house.on("POST /v1/me/cool-down/appeal", Answer(appealed))
    open_tickets(page)
    notice = page.get_by_test_id("cool-down")
    expect(notice).to_contain_text("90 天内有 2 次")
    expect(notice).to_contain_text("话剧")
    expect(notice).not_to_contain_text("电影")
    page.get_by_test_id("appeal-send").click()
    expect(page.get_by_test_id("appeal-text")).to_be_focused()
    page.get_by_test_id("appeal-text").fill("孩子发烧")
    page.get_by_test_id("appeal-send").click()
    expect(page.get_by_test_id("appeal")).to_have_attribute("data-state", "open")
    (call,) = house.calls["POST /v1/me/cool-down/appeal"]
    assert call.body == {"text": "孩子发烧"}


def test_the_office_publishes_a_policy_and_decides(page: Page, gateway: ScriptedGateway) -> None:
    policy = {
        "id": "p1",
        "district": "chaoyang",
        "no_shows": 3,
        "within_days": 90,
        "days": 30,
        "since": moment(),
        "in_force": True,
    }
    appeal = {
        "id": "a1",
        "district": "chaoyang",
        "text": "孩子发烧",
        "until": moment(86400),
        "state": "open",
        "reason": None,
        "no_shows": [{"title": "话剧", "event_at": moment(-86400)}],
    }
    gateway.on("GET /v1/releases", EMPTY)
    gateway.on("GET /v1/cool-down-policies", EMPTY, listed(policy))
    gateway.on("POST /v1/cool-down-policies", Answer(policy, 201))
    gateway.on("GET /v1/appeals", listed(appeal))
    gateway.on(
        "POST /v1/appeals/a1/decision", Answer({**appeal, "state": "lifted", "reason": "有病历"})
    )
    log_in_staff(page, gateway, at="/office/", role="district", scope="chaoyang")
    page.get_by_test_id("tab-cool").click()
    page.get_by_test_id("policy-no_shows").fill("3")
    page.get_by_test_id("set-policy").click()
    expect(page.get_by_test_id("policy")).to_have_attribute("data-in-force", "")
    (call,) = gateway.calls["POST /v1/cool-down-policies"]
    assert call.body == {"district": "chaoyang", "no_shows": 3, "within_days": 90, "days": 30}
    page.get_by_test_id("decision-reason").fill("有病历")
    page.get_by_test_id("decide").click()
    expect(page.get_by_test_id("appeal")).to_have_attribute("data-state", "lifted")
    (call,) = gateway.calls["POST /v1/appeals/a1/decision"]
    assert call.body == {"decision": "lift", "reason": "有病历"}


def test_what_is_full_offers_its_waiting_list(page: Page, house: ScriptedGateway) -> None:
    house.on("GET /v1/me/tickets", listed())
    house.on("GET /v1/releases", releases(-60, remaining=0, waiting_list=True))
    house.on(CLAIM, outcome("waiting"))
    card = log_in(page)
    card.get_by_test_id("wait").click()
    expect(card.get_by_test_id("outcome")).to_have_attribute("data-outcome", "waiting")
    expect(card.get_by_test_id("wait")).to_be_hidden()
    (asked,) = house.calls[CLAIM]
    assert asked.body == {"wish": "waiting"}


def test_a_release_without_a_list_offers_none(page: Page, house: ScriptedGateway) -> None:
    house.on("GET /v1/me/tickets", listed())
    house.on("GET /v1/releases", releases(-60, remaining=0))
    expect(log_in(page).get_by_test_id("wait")).to_be_hidden()
