"""The door without a connection: signature, list and queue are the page's own."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from services.tickets.tickets.codes import TicketKey
from tests.component.web.gateway import Answer, Call, ScriptedGateway, moment, problem
from tests.component.web.served import served

pytestmark = pytest.mark.browser

KEY = TicketKey("the seed of this installation, for tests only")
OTHER_KEY = TicketKey("the seed of somebody who forges, for tests only")
RELEASE = "0196a8a0-0000-7000-8000-000000000001"
OTHER_RELEASE = "0196a8a0-0000-7000-8000-000000000009"
TICKET, REVOKED, USED = (f"0196a8a0-0000-7000-8000-0000000000a{n}" for n in range(3))
TOKENS = {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 900}
LIST = f"GET /v1/releases/{RELEASE}/door-list"
CHECK_IN = "POST /v1/check-ins"
ME = {"id": "s", "kind": "staff", "name": "值班", "roles": [{"role": "venue", "scope": "chaoyang"}]}


def code(ticket: str, *, key: TicketKey = KEY, release: str = RELEASE) -> str:
    """A really signed code."""
    return key.sign(release_id=release, ticket_id=ticket)


def door_list(**change: Any) -> Answer:
    """What the gate is told of the release."""
    counts = {
        "tickets": 3,
        "places": 5,
        "admitted_tickets": 1,
        "admitted_places": 2,
        "awaited_places": 3,
        "gates": [{"gate": "西门", "tickets": 1, "places": 2}],
    }
    content = {
        "release_id": RELEASE,
        "title": "儿童剧",
        "release_cancelled": False,
        "cancelled": [REVOKED],
        "used": [{"ticket_id": USED, "used_at": moment(-600), "gate": "西门"}],
        "cursor": "c1",
        "more": False,
        "counts": counts,
        "server_time": moment(),
    }
    return Answer(content | change)


def answer(result: str, **change: Any) -> Answer:
    """What a check-in gets."""
    content = {
        "result": result,
        "reason": "",
        "ticket_id": TICKET,
        "release_id": RELEASE,
        "title": "儿童剧",
        "places": 1,
        "used_at": moment(-60),
        "used_gate": "西门",
        "server_time": moment(),
    }
    return Answer(content | change)


@pytest.fixture
def gateway() -> Iterator[ScriptedGateway]:
    scripted = ScriptedGateway()
    public = base64.urlsafe_b64encode(KEY.public).decode().rstrip("=")
    keys = [{"kid": KEY.id.hex(), "public_key": public, "signs": True}]
    scripted.on("POST /v1/sessions", Answer(TOKENS, 201))
    scripted.on("GET /v1/me", Answer(ME))
    scripted.on("GET /v1/ticket-keys", Answer({"keys": keys}))
    scripted.on("GET /v1/releases", Answer({"items": [{"id": RELEASE, "title": "儿童剧"}]}))
    scripted.on(LIST, door_list())
    scripted.on(CHECK_IN, answer("admitted"))
    yield scripted
    assert not scripted.unexpected


@pytest.fixture
def context(browser: Browser, gateway: ScriptedGateway) -> Iterator[BrowserContext]:
    with served(gateway) as place:
        made = browser.new_context(base_url=place, viewport={"width": 360, "height": 740})
        yield made
        made.close()


@pytest.fixture
def door(context: BrowserContext) -> Page:
    """A gate that is ready, loaded once, and has lost its connection."""
    page = context.new_page()
    page.goto("/door/")
    page.get_by_test_id("username").fill("somebody")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()
    page.get_by_test_id("setup").locator("summary").click()
    page.get_by_test_id("gate").fill("东门")
    page.get_by_test_id("door-release").select_option(RELEASE)
    page.get_by_test_id("save-gate").click()
    expect(page.get_by_test_id("door-state")).to_have_attribute("data-state", "ready")
    page.evaluate("() => navigator.serviceWorker.ready")
    context.set_offline(True)
    return page


def scan(page: Page, text: str, result: str, words: str = "") -> None:
    """Put a code in front of the gate."""
    field = page.get_by_test_id("code")
    field.fill(text)
    field.press("Enter")
    expect(field).to_have_value("")
    shown = page.get_by_test_id("result")
    expect(shown).to_have_attribute("data-result", result)
    expect(shown).to_contain_text(words)


def test_a_gate_without_a_connection_decides_and_tells_later(
    door: Page, context: BrowserContext, gateway: ScriptedGateway
) -> None:
    door.reload()
    expect(door.get_by_test_id("door-state")).to_have_attribute("data-state", "ready")
    letter = "A" if code(TICKET)[-1] != "A" else "B"
    scan(door, code(TICKET)[:-1] + letter, "invalid", "不是工会发出的票")
    scan(door, code(TICKET, key=OTHER_KEY), "invalid", "不是工会发出的票")
    scan(door, code(REVOKED), "invalid", "这张票已取消")
    scan(door, code(USED), "already_used", "西门")
    scan(door, code(TICKET, release=OTHER_RELEASE), "invalid", "不是这一场的票")
    scan(door, "7KQM2P", "unchecked", "短码要联网")
    scan(door, code(TICKET).lower(), "admitted", "离线放行")
    scan(door, code(TICKET), "already_used", "东门")
    expect(door.get_by_test_id("queue")).to_contain_text("1")
    assert not gateway.calls[CHECK_IN]

    context.set_offline(False)
    expect(door.get_by_test_id("queue")).to_be_hidden()
    (told,) = gateway.calls[CHECK_IN]
    assert told.body["gate"] == "东门"
    assert told.body["release_id"] == RELEASE
    assert told.body["scanned_at"] < moment()
    assert told.headers["idempotency-key"]
    expect(door.get_by_test_id("conflict")).to_have_count(0)


def test_the_queue_is_told_in_order_and_survives_a_lost_answer(
    door: Page, context: BrowserContext, gateway: ScriptedGateway
) -> None:
    others = [f"0196a8a0-0000-7000-8000-0000000000b{n}" for n in range(3)]
    for ticket in others:
        scan(door, code(ticket), "admitted")
    expect(door.get_by_test_id("queue")).to_contain_text("3")
    gateway.on(CHECK_IN, answer("admitted"), problem(503, "unavailable"), answer("admitted"))
    context.set_offline(False)
    expect(door.get_by_test_id("queue")).to_contain_text("2")
    door.evaluate("() => dispatchEvent(new Event('online'))")
    expect(door.get_by_test_id("queue")).to_be_hidden()
    calls = gateway.calls[CHECK_IN]
    assert [call.body["code"] for call in calls] == [
        code(ticket) for ticket in (others[0], others[1], others[1], others[2])
    ]
    assert calls[1].headers["idempotency-key"] == calls[2].headers["idempotency-key"]
    assert len({call.headers["idempotency-key"] for call in calls}) == 3


def test_a_duplicate_is_told_to_the_gate_that_admitted_it(
    door: Page, context: BrowserContext, gateway: ScriptedGateway
) -> None:
    scan(door, code(TICKET), "admitted")
    gateway.on(CHECK_IN, answer("already_used"))
    context.set_offline(False)
    expect(door.get_by_test_id("conflict")).to_contain_text("西门")
    door.get_by_test_id("conflicts").get_by_role("button").click()
    expect(door.get_by_test_id("conflict")).to_have_count(0)


def test_an_earlier_scan_that_another_gate_tells_late_is_told_too(
    door: Page, context: BrowserContext, gateway: ScriptedGateway
) -> None:
    def admit(call: Call) -> Answer:
        used = {"ticket_id": TICKET, "used_at": moment(-300), "gate": "南门"}
        gateway.on(LIST, door_list(used=[used]))
        return answer("admitted", used_at=call.body["scanned_at"], used_gate="东门")

    scan(door, code(TICKET), "admitted")
    gateway.on(CHECK_IN, admit)
    context.set_offline(False)
    expect(door.get_by_test_id("conflict")).to_contain_text("南门")


def test_counters_follow_the_server(
    door: Page, context: BrowserContext, gateway: ScriptedGateway
) -> None:
    expect(door.get_by_test_id("door-counts")).to_contain_text("2 / 5")
    expect(door.get_by_test_id("door-gates")).to_contain_text("西门: 2")
    counts = door_list().body["counts"] | {"admitted_places": 4, "awaited_places": 1}
    gateway.on(LIST, door_list(counts=counts))
    context.set_offline(False)
    expect(door.get_by_test_id("door-counts")).to_contain_text("4 / 5")


def test_a_browser_that_cannot_check_says_so(
    context: BrowserContext, gateway: ScriptedGateway
) -> None:
    context.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', "
        "'NotSupportedError'))"
    )
    page = context.new_page()
    page.goto("/door/")
    page.get_by_test_id("username").fill("somebody")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()
    expect(page.get_by_test_id("door-state")).to_have_attribute("data-state", "unable")
    context.set_offline(True)
    scan(page, code(TICKET), "unchecked", "不能离线核验")
    expect(page.get_by_test_id("queue")).to_be_hidden()
    context.set_offline(False)
    scan(page, code(TICKET), "admitted")


def test_the_door_sees_who_comes_along(
    door: Page, context: BrowserContext, gateway: ScriptedGateway
) -> None:
    gateway.on(CHECK_IN, answer("admitted", companions=["小明", "小红"]), answer("admitted"))
    context.set_offline(False)
    scan(door, code(TICKET), "admitted")
    expect(door.get_by_test_id("company")).to_have_text("同行：小明 小红")
    scan(door, code(REVOKED), "admitted")
    expect(door.get_by_test_id("company")).to_be_hidden()
