"""The member's page, from the opening second to the code at the door."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.component.web.gateway import Answer, Call, ScriptedGateway, moment, problem

pytestmark = pytest.mark.browser

TOKENS = {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 900}
ME = {"id": "m1", "kind": "member", "name": "王小满", "district": "chaoyang", "roles": []}
# In one look: what is drawn again meanwhile cannot be measured one by one.
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input")]
  .filter((e) => e.checkVisibility())
  .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 44)
  .map((e) => e.outerHTML)"""
CLAIM = "POST /v1/releases/r1/claims"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>'
TICKET = {
    "id": "t1",
    "release_id": "r1",
    "title": "儿童剧",
    "venue": "文化馆",
    "state": "valid",
    "code": "UH1.signed",
    "short_code": "7KQM2P",
    "issued_at": moment(),
    "used_at": None,
}
MESSAGE = {"id": "n1", "title": "抢到了", "body": "到场出示", "read": False, "created_at": moment()}


def releases(opens: float, **change: Any) -> Answer:
    """One release of the member's district, and one of another's."""
    release = {
        "id": "r1",
        "code": "R-1",
        "title": "儿童剧",
        "districts": ["chaoyang"],
        "stock": 500,
        "remaining": 500,
        "state": "scheduled",
        "opens_at": moment(opens),
        "closes_at": moment(opens + 3600),
        "server_time": moment(),
        **change,
    }
    other = {**release, "id": "r2", "districts": ["haidian"], "title": "别的区"}
    return Answer({"items": [release, other], "next_cursor": None})


def outcome(name: str, reason: str = "", ticket_id: str | None = None) -> Answer:
    """A decided claim."""
    return Answer(
        {
            "claim_id": "c1",
            "release_id": "r1",
            "outcome": name,
            "reason": reason,
            "ticket_id": ticket_id,
            "position": 1,
            "decided_at": moment(),
        }
    )


@pytest.fixture
def house(gateway: ScriptedGateway) -> ScriptedGateway:
    """A gateway where one member can log in and has nothing yet."""
    nothing = Answer({"items": [], "next_cursor": None, "unread": 0})
    gateway.on("POST /v1/login-codes", Answer({}, 202))
    gateway.on("POST /v1/sessions", Answer(TOKENS, 201))
    gateway.on("DELETE /v1/sessions/current", Answer("", 204))
    gateway.on("GET /v1/me", Answer(ME))
    gateway.on("GET /v1/me/tickets", nothing)
    gateway.on("GET /v1/me/messages", nothing)
    gateway.on("GET /v1/me/waiting", nothing)
    gateway.on("GET /v1/me/cool-down", Answer({"cool_down": None, "policy": None, "no_shows": []}))
    gateway.on("GET /v1/me/events", Answer(": hello\n\n"), problem(404, "not_found"))
    gateway.on("GET /v1/releases", releases(-60))
    return gateway


def log_in(page: Page) -> Locator:
    """Log in; the card of the release."""
    page.goto("/")
    page.get_by_test_id("card-no").fill("６200000000000011")
    expect(page.get_by_test_id("card-no")).to_have_value("6200 0000 0000 0011")
    page.get_by_test_id("send-code").click()
    page.get_by_test_id("code").fill("123456")
    page.get_by_test_id("log-in").click()
    expect(page.get_by_test_id("release")).to_have_count(1)
    return page.get_by_test_id("release")


def with_wrong_clock(page: Page, minutes: int) -> None:
    """Set the device's clock, as far as the page can see."""
    page.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {minutes * 60000}; }}")


def test_log_in_sends_what_the_contract_says(page: Page, house: ScriptedGateway) -> None:
    log_in(page)
    (asked,) = house.calls["POST /v1/login-codes"]
    assert asked.body == {"card_no": "6200000000000011"}
    (entered,) = house.calls["POST /v1/sessions"]
    assert entered.body == {"card_no": "6200000000000011", "code": "123456"}
    assert "authorization" not in entered.headers


def test_a_wrong_code_is_told_at_its_field(page: Page, house: ScriptedGateway) -> None:
    house.on("POST /v1/sessions", problem(401, "log_in_refused"), Answer(TOKENS, 201))
    page.goto("/")
    page.get_by_test_id("card-no").fill("6200000000000011")
    page.get_by_test_id("send-code").click()
    code = page.get_by_test_id("code")
    code.fill("000000")
    page.get_by_test_id("log-in").click()
    expect(code).to_have_attribute("aria-invalid", "true")
    expect(code).to_be_focused()
    expect(code).to_have_accessible_description(re.compile("验证码不对"))


@pytest.mark.parametrize("minutes", [-7, 0, 7])
def test_the_button_opens_by_the_servers_time(
    page: Page, house: ScriptedGateway, minutes: int
) -> None:
    with_wrong_clock(page, minutes)
    house.on("GET /v1/releases", releases(4))
    house.on(CLAIM, outcome("sold_out"))
    card = log_in(page)
    button = card.get_by_test_id("claim")
    expect(card).to_have_attribute("data-phase", "before")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)  # too early: told so, and nothing is sent
    expect(page.get_by_test_id("toast")).to_be_visible()
    place = button.bounding_box()
    before = house.count()

    expect(card).to_have_attribute("data-phase", "open")
    expect(button).to_be_enabled()
    assert button.bounding_box() == place
    button.dblclick()
    expect(card.get_by_test_id("outcome")).to_have_attribute("data-outcome", "sold_out")
    assert len(house.calls[CLAIM]) == 1
    assert house.count() == before + 1


@pytest.mark.parametrize(
    ("name", "reason", "words", "again"),
    [
        ("won", "", "抢到了", False),
        ("sold_out", "", "票已抢完", False),
        ("already_claimed", "", "你已经抢到过了", False),
        ("not_eligible", "card_suspended", "暂时停用", False),
        ("not_open", "too_early", "还没开始", True),
        ("not_open", "too_late", "这批票已经结束", False),
    ],
)
def test_every_outcome_says_what_it_means(
    page: Page, house: ScriptedGateway, name: str, reason: str, words: str, again: bool
) -> None:
    house.on(CLAIM, outcome(name, reason))
    card = log_in(page)
    card.get_by_test_id("claim").focus()
    page.keyboard.press("Enter")
    panel = card.get_by_test_id("outcome")
    expect(panel).to_have_attribute("data-outcome", name)
    expect(panel).to_contain_text(words)
    expect(card.get_by_test_id("claim")).to_be_visible(visible=again)
    if not again:
        expect(panel).to_be_focused()


def test_asking_again_after_not_open_is_another_request(page: Page, house: ScriptedGateway) -> None:
    house.on(CLAIM, outcome("not_open", "too_early"), outcome("won", ticket_id="t1"))
    card = log_in(page)
    for name in ("not_open", "won"):
        card.get_by_test_id("claim").click()
        expect(card.get_by_test_id("outcome")).to_have_attribute("data-outcome", name)
    assert len({call.headers["idempotency-key"] for call in house.calls[CLAIM]}) == 2


def test_a_lost_answer_is_asked_for_with_the_same_key(page: Page, house: ScriptedGateway) -> None:
    house.on(CLAIM, Answer(status=0))
    card = log_in(page)
    card.get_by_test_id("claim").click()
    expect(card.get_by_test_id("claim")).to_have_attribute("data-busy", "")
    page.reload()
    house.on(CLAIM, outcome("won", ticket_id="t1"))
    expect(card.get_by_test_id("claim")).to_have_text("再查一次结果")
    card.get_by_test_id("claim").click()
    expect(card.get_by_test_id("outcome")).to_have_attribute("data-outcome", "won")
    assert len(house.calls[CLAIM]) > 1
    assert len({call.headers["idempotency-key"] for call in house.calls[CLAIM]}) == 1


def test_a_claim_runs_once_at_a_time(page: Page, house: ScriptedGateway) -> None:
    house.on(CLAIM, outcome("won", ticket_id="t1"))
    page.goto("/blank")
    page.evaluate(
        """async () => {
          const { Api } = await import("/assets/lib/api.js");
          const { ServerClock } = await import("/assets/lib/clock.js");
          const { Session } = await import("/assets/lib/session.js");
          const { Claims } = await import("/assets/pages/member/claims.js");
          const claims = new Claims(new Api(new Session("member"), new ServerClock()), "m1");
          await Promise.all([claims.claim("r1"), claims.claim("r1")]);
        }"""
    )
    assert len(house.calls[CLAIM]) == 1


def test_an_outcome_that_is_not_decided_yet_is_waited_for(
    page: Page, house: ScriptedGateway
) -> None:
    house.on(CLAIM, Answer({"claim_id": "c1"}, 202), outcome("won", ticket_id="t1"))
    card = log_in(page)
    card.get_by_test_id("claim").click()
    expect(card.get_by_test_id("outcome")).to_have_attribute("data-outcome", "won")
    assert len({call.headers["idempotency-key"] for call in house.calls[CLAIM]}) == 1


def test_the_code_is_there_without_a_network(page: Page, house: ScriptedGateway) -> None:
    house.on(CLAIM, outcome("won", ticket_id="t1"))
    house.on("GET /v1/me/tickets/t1", Answer(TICKET))
    house.on("GET /v1/me/tickets/t1/code.svg", Answer(SVG, 200, {"content-type": "image/svg+xml"}))
    card = log_in(page)
    card.get_by_test_id("claim").click()
    card.get_by_test_id("show-ticket").click()
    expect(page.get_by_test_id("qr")).to_be_visible()
    expect(page.get_by_test_id("short-code")).to_have_text("7KQM2P")
    for call in ("", "/messages", "/events", "/tickets/t1", "/tickets/t1/code.svg"):
        house.on(f"GET /v1/me{call}", Answer(status=0))
    page.reload()
    expect(page.get_by_test_id("qr")).to_be_visible()
    assert page.get_by_test_id("qr").evaluate("image => image.naturalWidth") > 0


def show_ticket(page: Page, house: ScriptedGateway, **change: Any) -> None:
    """Win, and open the ticket."""
    house.on(CLAIM, outcome("won", ticket_id="t1"))
    house.on("GET /v1/me/tickets/t1", Answer({**TICKET, **change}))
    house.on("GET /v1/me/tickets/t1/code.svg", Answer(SVG, 200, {"content-type": "image/svg+xml"}))
    card = log_in(page)
    card.get_by_test_id("claim").click()
    card.get_by_test_id("show-ticket").click()
    expect(page.get_by_test_id("qr")).to_be_visible()


def test_a_ticket_prints_with_all_that_a_door_needs_and_no_whole_name(
    page: Page, house: ScriptedGateway
) -> None:
    show_ticket(page, house, event_starts_at="2030-05-01T02:00:00Z")
    expect(page.get_by_test_id("masked-name")).to_be_hidden()
    for call in ("", "/messages", "/events", "/tickets/t1", "/tickets/t1/code.svg"):
        house.on(f"GET /v1/me{call}", Answer(status=0))
    page.reload()
    page.emulate_media(media="print")
    paper = page.get_by_test_id("pass")
    for words in ("儿童剧", "文化馆", "5月1日", "10:00", "7KQM2P", "王**"):
        expect(paper).to_contain_text(words)
    expect(page.get_by_test_id("masked-name")).to_have_text("王**")
    expect(page.get_by_test_id("masked-name")).to_be_visible()
    expect(page.get_by_test_id("qr")).to_be_visible()
    expect(page.get_by_test_id("print")).to_be_hidden()
    expect(page.get_by_test_id("tab-tickets")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("() => { window.print = () => (window.printed = true); }")
    page.get_by_test_id("print").click()
    assert page.evaluate("() => window.printed")


def test_a_ticket_goes_into_the_calendar(page: Page, house: ScriptedGateway) -> None:
    show_ticket(page, house, event_starts_at="2030-05-01T02:00:00Z")
    house.on(
        "GET /v1/me/tickets/t1/calendar.ics",
        Answer("BEGIN:VCALENDAR", 200, {"content-type": "text/calendar"}),
    )
    with page.expect_download() as started:
        page.get_by_test_id("calendar").click()
    assert started.value.suggested_filename == "儿童剧.ics"
    assert started.value.path().read_text() == "BEGIN:VCALENDAR"


def test_the_kept_picture_goes_with_the_code(page: Page, house: ScriptedGateway) -> None:
    show_ticket(page, house)
    expect(page.get_by_test_id("calendar")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("qr")).to_be_visible()
    picture = "GET /v1/me/tickets/t1/code.svg"
    assert len(house.calls[picture]) == 1
    house.on("GET /v1/me/tickets/t1", Answer({**TICKET, "code": "UH1.signed-with-another-key"}))
    page.reload()
    expect(page.get_by_test_id("qr")).to_be_visible()
    assert len(house.calls[picture]) == 2


def test_the_inbox_fills_by_itself(page: Page, house: ScriptedGateway) -> None:
    news = (
        "event: something_new\ndata: not json\n\n"
        f'event: message\ndata: {{"id": "n1", "title": "抢到了", "body": "b", '
        f'"created_at": "{moment()}"}}\n\n'
        'event: release\ndata: {"id": "r1", "state": "open", "remaining": 7}\n\n'
    )

    def inbox(*, read: bool) -> None:
        items = [{**MESSAGE, "read": read}]
        page = {"items": items, "next_cursor": None, "unread": int(not read)}
        house.on("GET /v1/me/messages", Answer(page))

    def mark(_call: Call) -> Answer:
        inbox(read=True)
        return Answer({**MESSAGE, "read": True})

    def tell(_call: Call) -> Answer:
        inbox(read=False)
        house.on("GET /v1/releases", releases(-60, remaining=7))
        return Answer(news)

    house.on("POST /v1/me/messages/n1/read", mark)
    house.on("GET /v1/me/events", Answer(": hello\n\n"), tell, problem(404, "not_found"))
    card = log_in(page)
    expect(page.get_by_test_id("inbox-count")).to_have_text("0")
    expect(page.get_by_test_id("toast")).to_contain_text("抢到了")
    expect(page.get_by_test_id("inbox-count")).to_have_text("1")
    expect(card.get_by_test_id("remaining")).to_contain_text("7")
    page.get_by_test_id("tab-inbox").click()
    message = page.get_by_test_id("message")
    expect(message).to_have_attribute("data-unread", "")
    with page.expect_response("**/read"):
        message.locator("summary").click()
    expect(page.get_by_test_id("inbox-count")).to_have_text("0")
    expect(message).not_to_have_attribute("data-unread", "")


def test_what_was_published_between_the_first_look_and_the_stream_appears(
    page: Page, house: ScriptedGateway
) -> None:
    first = releases(-60)
    late = {**first.body["items"][0], "id": "r3", "title": "刚发布的"}
    page_after = {"items": [*first.body["items"], late], "next_cursor": None}
    house.on("GET /v1/releases", first, Answer(page_after))
    # Late in its seconds, so that the look is not over before the first one has been seen.
    page.add_init_script("Math.random = () => 0.9")
    page.clock.install()
    with page.expect_response("**/v1/me/events"):
        log_in(page)
    page.clock.fast_forward(10_000)  # sooner than the page asks by itself
    expect(page.get_by_test_id("release")).to_have_count(2, timeout=10_000)


def test_the_language_is_switched_and_stays(page: Page, house: ScriptedGateway) -> None:
    log_in(page)
    page.get_by_test_id("language").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claim a ticket")
    expect(page.get_by_test_id("language")).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claim a ticket")
    assert page.evaluate("() => document.documentElement.lang") == "en"


def test_logging_out_leaves_nothing_behind(page: Page, house: ScriptedGateway) -> None:
    log_in(page)
    page.get_by_test_id("tab-account").click()
    page.get_by_test_id("log-out").click()
    expect(page.get_by_test_id("card-no")).to_have_value("")
    assert len(house.calls["DELETE /v1/sessions/current"]) == 1
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_fingers_hit_what_they_aim_at(page: Page, house: ScriptedGateway) -> None:
    house.on(
        "GET /v1/me/tickets",
        Answer({"items": [{**TICKET, "release_id": "r9"}], "next_cursor": None}),
    )
    house.on("GET /v1/me/messages", Answer({"items": [MESSAGE], "next_cursor": None, "unread": 1}))
    log_in(page)
    shown = {"releases": "claim", "tickets": "ticket", "inbox": "message", "account": "log-out"}
    for tab, content in shown.items():
        page.get_by_test_id(f"tab-{tab}").click()
        expect(page.get_by_test_id(content)).to_be_visible()
        assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out(page: Page, house: ScriptedGateway, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    log_in(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_page_that_did_not_load_whole_tries_again(page: Page, house: ScriptedGateway) -> None:
    lost = []

    def lose_first(route: Any) -> None:
        lost.append(route)
        if len(lost) == 1:
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route("**/lib/clock.js", lose_first)
    page.goto("/")
    expect(page.get_by_test_id("card-no")).to_be_visible()
    assert len(lost) > 1
