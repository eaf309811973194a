"""Windows, ballots, their draws, and receipts, as members and officers see them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem
from tests.component.web.test_member import CLAIM, house, log_in, outcome, releases
from tests.component.web.test_staff import EMPTY
from tests.component.web.test_staff import log_in as log_in_staff

pytestmark = pytest.mark.browser
assert house  # the fixture

DRAW = {
    "release_id": "r1",
    "title": "儿童剧",
    "state": "frozen",
    "source": "福利彩票双色球 2026048 期开奖号码",
    "fallback": "drand quicknet 第 28000000 轮",
    "round": None,
    "due_at": moment(-60),
    "entries_until": moment(-3600),
    "rules": {},
    "frozen_at": moment(-3590),
    "root": "ab" * 32,
    "entries": 4821,
    "left_out": 3,
    "places": {"": 500},
    "proposed_at": None,
    "proposed_by_me": False,
    "value": None,
    "by_fallback": False,
    "fallback_reason": "",
    "confirmations": [],
    "won": None,
    "waiting": None,
    "lost": None,
    "result": None,
    "finished_at": None,
    "server_time": moment(),
}
DRAWN = DRAW | {"state": "drawn", "value": "03 08 15", "won": 500, "waiting": 4321, "lost": 0}
TOKENS = {"access_token": "a", "refresh_token": "r", "expires_at": 4e12, "login": "x"}


def picture(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to look, where SCREENSHOTS says."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def receipt(number: int, **change: Any) -> dict[str, Any]:
    """One request."""
    return {
        "claim_id": f"c{number}",
        "release_id": "r1",
        "release_code": "R-1",
        "title": "儿童剧《小马过河》亲子票",
        "mode": "ballot",
        "position": number,
        "outcome": "entered",
        "reason": "",
        "places": 1,
        "channel": "web",
        "decided_at": moment(-7200),
        "became": "in_draw",
        "rank": None,
        "ahead": None,
        "offer_until": None,
        "entries_until": moment(3600),
        "ticket_id": None,
        **change,
    }


@pytest.mark.parametrize(("mode", "words"), [("ballot", "先后不影响结果"), ("window", "都算同时")])
def test_a_card_says_what_a_press_does(page: Page, house, mode: str, words: str) -> None:
    house.on(
        "GET /v1/releases",
        releases(-60, state="open", mode=mode, entries_until=moment(600), drawn_at=None),
    )
    house.on(CLAIM, outcome("entered"))
    card = log_in(page)
    expect(card.get_by_test_id("mode")).to_contain_text(words)
    expect(card.get_by_test_id("release-state")).to_have_text("正在报名")
    expect(card.get_by_test_id("claim")).to_have_text("报名摇号")
    picture(page, f"card-{mode}")
    card.get_by_test_id("claim").click()
    told = card.get_by_test_id("outcome")
    expect(told).to_have_attribute("data-outcome", "entered")
    expect(told).to_contain_text("已报名")
    expect(told.get_by_test_id("show-receipts")).to_have_attribute("href", "/receipts/")
    picture(page, f"card-{mode}-entered")


def test_first_come_says_nothing_of_draws(page: Page, house) -> None:
    house.on("GET /v1/releases", releases(-60, state="open", mode="first_come"))
    card = log_in(page)
    expect(card.get_by_test_id("mode")).to_be_hidden()
    expect(card.get_by_test_id("claim")).to_have_text("抢票")


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("waiting", "", "已排上候补"),
        ("already_claimed", "entered", "你已经报过名"),
        ("already_claimed", "waiting", "你已经在候补"),
    ],
)
def test_who_waits_is_told_so(page: Page, house, name: str, reason: str, words: str) -> None:
    house.on(CLAIM, outcome(name, reason))
    card = log_in(page)
    card.get_by_test_id("claim").click()
    expect(card.get_by_test_id("outcome")).to_contain_text(words)


def kept(page: Page) -> None:
    """Be logged in already, as after the member's page."""
    tokens = json.dumps(json.dumps(TOKENS))
    page.add_init_script(f"localStorage.setItem('uh.session.member', {tokens})")


def test_receipts_tell_what_became_of_each(page: Page, gateway: ScriptedGateway) -> None:
    items = [
        receipt(1),
        receipt(2, became="waiting", rank=812, ahead=311),
        receipt(3, outcome="won", mode="first_come", became="ticket", ticket_id="t1"),
        receipt(4, outcome="not_eligible", reason="district", became="nothing"),
    ]
    gateway.on("GET /v1/me/receipts", Answer({"items": items, "next_cursor": None}))
    kept(page)
    page.goto("/receipts/")
    cards = page.get_by_test_id("receipt")
    expect(cards).to_have_count(4)
    expect(cards.nth(0)).to_contain_text("等待摇号")
    expect(cards.nth(1).get_by_test_id("became")).to_have_text("摇号第 812 位 · 前面还有 311 人")
    expect(cards.nth(2).get_by_role("link")).to_have_attribute("href", "/#/tickets/t1")
    expect(cards.nth(3)).to_contain_text("只给指定区")
    picture(page, "receipts")


@pytest.mark.parametrize(
    ("became", "call"),
    [
        ("in_draw", "DELETE /v1/me/releases/r1/entry"),
        ("waiting", "POST /v1/me/waiting/c1/departure"),
    ],
)
def test_what_is_not_decided_is_given_up_after_a_question(
    page: Page, gateway: ScriptedGateway, became: str, call: str
) -> None:
    before, after = ([receipt(1, became=one)] for one in (became, "withdrawn"))
    gateway.on(
        "GET /v1/me/receipts",
        *(Answer({"items": items, "next_cursor": None}) for items in (before, after)),
    )
    gateway.on(call, Answer({}))
    kept(page)
    page.goto("/receipts/")
    page.get_by_test_id("leave").click()
    page.get_by_test_id("dialog-no").click()
    assert not gateway.calls[call]
    page.get_by_test_id("leave").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("receipt")).to_have_attribute("data-became", "withdrawn")
    expect(page.get_by_test_id("leave")).to_have_count(0)
    assert len(gateway.calls[call]) == 1


def test_an_entrant_sees_the_proof_of_their_entry(page: Page, gateway: ScriptedGateway) -> None:
    entry = {
        "claim_id": "c1",
        "release_id": "r1",
        "member_id": "m1",
        "salt": "cd" * 16,
        "commitment": "ef" * 32,
        "pools": "",
        "places": 1,
        "state": "drawn",
        "root": "ab" * 32,
        "entries": 4821,
        "index": 17,
        "path": ["00" * 32],
        "rank": 812,
        "fate": "waiting",
        "ticket_id": None,
    }
    items = Answer({"items": [receipt(1)], "next_cursor": None})
    gateway.on("GET /v1/me/receipts", items)
    gateway.on("GET /v1/me/releases/r1/entry", problem(503, "unavailable"), Answer(entry))
    gateway.on("GET /v1/releases/r1/draw", Answer(DRAWN))
    kept(page)
    page.goto("/receipts/")
    page.get_by_test_id("show-entry").click()
    shown = page.get_by_test_id("entry")
    for words in ("已摇号", "ab" * 32, "ef" * 32, "03 08 15", "812", "候补"):
        expect(shown).to_contain_text(words)
    with page.expect_download() as saved:
        page.get_by_test_id("save-entry").click()
    assert json.loads(Path(saved.value.path()).read_text()) == entry
    proof = page.get_by_test_id("proof")
    expect(proof).to_have_attribute("href", "/v1/releases/r1/draw/proof.json")
    picture(page, "entry")


def test_nobody_sees_receipts_without_a_log_in(page: Page, gateway: ScriptedGateway) -> None:
    page.goto("/receipts/")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的申请记录")
    expect(page.get_by_test_id("receipt")).to_have_count(0)
    assert gateway.count() == 0


def test_an_officer_makes_a_ballot(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/releases", EMPTY)
    gateway.on("GET /v1/services", EMPTY)
    gateway.on("POST /v1/releases", Answer({"id": "r1", "code": "R-1"}, 201))
    log_in_staff(page, gateway, at="/office/", role="district", scope="chaoyang")
    page.get_by_test_id("tab-new").click()
    expect(page.get_by_test_id("draw-source")).to_be_hidden()
    page.get_by_test_id("title").fill("儿童剧")
    page.get_by_test_id("stock").fill("50")
    page.get_by_test_id("mode").select_option("window")
    expect(page.get_by_test_id("window_minutes")).to_be_visible()
    page.get_by_test_id("mode").select_option("ballot")
    expect(page.get_by_test_id("window_minutes")).to_be_hidden()
    page.get_by_test_id("create-release").click()
    expect(page.get_by_test_id("draw-source")).to_be_focused()
    page.get_by_test_id("draw-source").fill("双色球 2026048 期")
    page.get_by_test_id("draw-fallback").fill("drand 第 28000000 轮")
    page.get_by_test_id("due_at").fill("2030-04-26T21:30:00")
    page.get_by_test_id("event_starts_at").fill("2030-05-01T10:00:00")
    picture(page, "new-release")
    page.get_by_test_id("create-release").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("R-1")
    (made,) = gateway.calls["POST /v1/releases"]
    assert made.body["mode"] == "ballot"
    assert made.body["draw"] == {
        "source": "双色球 2026048 期",
        "fallback": "drand 第 28000000 轮",
        "due_at": "2030-04-26T13:30:00.000Z",
    }
    assert made.body["event_starts_at"] == "2030-05-01T02:00:00.000Z"
    assert "window_minutes" not in made.body


def test_two_officers_enter_the_value(page: Page, gateway: ScriptedGateway) -> None:
    page.set_viewport_size({"width": 900, "height": 800})
    values = "POST /v1/releases/r1/draw/values"
    mine = DRAW | {"proposed_at": moment(), "proposed_by_me": True}
    gateway.on("GET /v1/releases", releases(-7200, state="closed", mode="ballot"))
    gateway.on("GET /v1/releases/r1/draw", Answer(DRAW), Answer(DRAW), Answer(DRAWN))
    gateway.on(values, problem(409, "draw_value_differs"), Answer(mine))
    log_in_staff(page, gateway, at="/office/", role="federation", scope="")
    page.get_by_test_id("show-draw").first.click()
    panel = page.get_by_test_id("draw")
    expect(panel).to_have_attribute("data-state", "frozen")
    expect(panel).to_contain_text("ab" * 32)
    expect(panel.get_by_test_id("draw-waits")).to_contain_text("两位工作人员")
    picture(page, "draw-frozen")
    panel.get_by_test_id("value").fill("03 08 15")
    panel.get_by_test_id("enter-value").click()
    expect(page.get_by_test_id("toast")).to_contain_text("不一样")
    panel.get_by_test_id("value").fill("03 08 15")
    panel.get_by_test_id("enter-value").click()
    expect(panel.get_by_test_id("draw-waits")).to_contain_text("另一位工作人员录入同样的数")
    assert gateway.calls[values][1].body == {"value": "03 08 15", "fallback": False, "reason": ""}
    panel.get_by_role("button", name="刷新").click()
    expect(panel).to_have_attribute("data-state", "drawn")
    expect(panel.get_by_test_id("proof")).to_have_attribute(
        "href", "/v1/releases/r1/draw/proof.json"
    )
    picture(page, "draw-drawn")
