"""What every page stands on: the clock, the tokens, the repeats, the stream."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.component.web.gateway import Answer, Call, ScriptedGateway, problem

pytestmark = pytest.mark.browser

TOKENS = {"access_token": "new", "refresh_token": "next", "token_type": "Bearer", "expires_in": 900}
KEPT = '{"access_token": "old", "refresh_token": "once", "expires_at": 0, "login": "x"}'
CLOCK = """async (steps) => {
  const { ServerClock } = await import("/assets/lib/clock.js");
  let ticks = 0, wall = 0;
  const clock = new ServerClock({ ticks: () => ticks, wall: () => wall });
  const seen = [];
  for (const [tick, device, stamp] of steps) {
    [ticks, wall] = [tick, device];
    if (stamp !== null) clock.sample(new Date(stamp).toISOString());
    seen.push([clock.now(), clock.stale]);
  }
  return seen;
}"""
API = """
  const { Api } = await import("/assets/lib/api.js");
  const { ServerClock } = await import("/assets/lib/clock.js");
  const { Session } = await import("/assets/lib/session.js");
  const api = new Api(new Session("member"), new ServerClock());
"""


def _me(call: Call) -> Answer:
    if call.headers["authorization"] == "Bearer new":
        return Answer({"id": "m"})
    return problem(401, "session_ended")


def test_the_clock_is_never_early(page: Page) -> None:
    page.goto("/blank")
    # Stamps made at server time 10 000 + tick, which came in after 300, 20 and 500 ms; the
    # device's own clock is an hour off.
    hour = 3_600_000
    stamps = [(300, 10_000), (1020, 11_000), (2500, 12_000)]
    steps = [[tick, hour + tick, stamp] for tick, stamp in stamps]
    seen = page.evaluate(CLOCK, [*steps, [5000, hour + 5000, None]])
    for (tick, _), (now, _) in zip(stamps, seen, strict=False):
        assert now <= 10_000 + tick
    assert seen[-1] == [14_980, False]


def test_a_device_that_slept_asks_again_and_stays_late(page: Page) -> None:
    page.goto("/blank")
    slept = [[0, 0, 10_000], [1000, 61_000, None], [1100, 61_100, 71_090]]
    before, woken, asked = page.evaluate(CLOCK, slept)
    assert before == [10_000, False]
    assert woken == [11_000, True]
    assert asked == [71_090, False]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_are_found_however_they_are_cut(page: Page, size: int) -> None:
    page.goto("/blank")
    stream = (
        ": hello\r\n\r\nretry: 2500\r\n\r\nid: 1\r\nevent: message\r\ndata: {}\r\n\r\n"
        "data: a\ndata: b\n\nid: 2\revent: release\rdata:1\r\rdata: unfinished"
    )
    found = page.evaluate(
        """async ([stream, size]) => {
          const { EventParser } = await import("/assets/lib/events.js");
          const parser = new EventParser();
          const events = [];
          for (let at = 0; at < stream.length; at += size) {
            events.push(...parser.feed(stream.slice(at, at + size)));
          }
          return [events, parser.lastId, parser.retry];
        }""",
        [stream, size],
    )
    events = [
        {"type": "message", "data": "{}"},
        {"type": "message", "data": "a\nb"},
        {"type": "release", "data": "1"},
    ]
    assert found == [events, "2", 2500]


def test_tabs_refresh_once_together(new_page: Callable[[], Page], gateway: ScriptedGateway) -> None:
    gateway.on("POST /v1/sessions/refresh", Answer(TOKENS, 201))
    gateway.on("GET /v1/me", _me)
    tabs = [new_page(), new_page()]
    for tab in tabs:
        tab.goto("/blank")
    tabs[0].evaluate(f"() => localStorage.setItem('uh.session.member', '{KEPT}')")
    prepare = f"""async () => {{ {API}
      const start = new BroadcastChannel("start");
      window.asked = new Promise((done) => {{
        start.onmessage = () => done(Promise.all([api.get("/v1/me"), api.get("/v1/me")]));
      }});
    }}"""
    for tab in tabs:
        tab.evaluate(prepare)
    tabs[0].evaluate("() => new BroadcastChannel('start').postMessage('now')")
    for tab in tabs:
        assert tab.evaluate("() => window.asked") == [{"id": "m"}, {"id": "m"}]
    refreshes = gateway.calls["POST /v1/sessions/refresh"]
    assert {call.body["refresh_token"] for call in refreshes} == {"once"}
    # One refresh has one key, however often a bad line makes it travel.
    assert len({call.headers["idempotency-key"] for call in refreshes}) == 1


def test_a_refused_refresh_ends_the_session(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("POST /v1/sessions/refresh", problem(401, "session_ended"))
    gateway.on("GET /v1/me", problem(401, "session_ended"))
    page.goto("/blank")
    page.evaluate(f"() => localStorage.setItem('uh.session.member', '{KEPT}')")
    ask = f"async () => {{ {API} return api.get('/v1/me').catch((p) => p.status); }}"
    assert page.evaluate(ask) == 401
    assert page.evaluate("() => localStorage.getItem('uh.session.member')") is None


@pytest.mark.parametrize("trouble", [Answer(status=0), problem(503, "unavailable")])
def test_what_passes_is_sent_again_with_its_key(
    page: Page, gateway: ScriptedGateway, trouble: Answer
) -> None:
    gateway.on("POST /v1/needs", trouble, trouble, Answer({"id": "n"}, 201))
    page.goto("/blank")
    ask = f"async () => {{ {API} return api.post('/v1/needs', {{ title: 't' }}); }}"
    assert page.evaluate(ask) == {"id": "n"}
    sent = gateway.calls["POST /v1/needs"]
    assert len(sent) == 3
    assert len({call.headers["idempotency-key"] for call in sent}) == 1


@pytest.mark.parametrize(
    ("call", "answer", "times"),
    [
        ("{}", problem(422, "invalid_input"), 1),
        ("{}", problem(503, "unavailable"), 3),
        ("{}", problem(503, "unavailable", **{"retry-after": "3600"}), 1),
        ("{ open: true }", problem(429, "too_many_tries", **{"retry-after": "1"}), 1),
    ],
)
def test_nothing_is_sent_for_ever(
    page: Page, gateway: ScriptedGateway, call: str, answer: Answer, times: int
) -> None:
    gateway.on("POST /v1/needs", answer)
    page.goto("/blank")
    ask = f"async () => {{ {API} return api.post('/v1/needs', 1, {call}).catch((p) => p.code); }}"
    assert page.evaluate(ask) == answer.body["code"]
    assert len(gateway.calls["POST /v1/needs"]) == times
