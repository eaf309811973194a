"""Child-care classes: a family applies and takes its place, the office runs them, staff mark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, Call, ScriptedGateway, moment, problem

pytestmark = pytest.mark.browser

TOKENS = {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 900}
NOTHING = Answer({"items": [], "next_cursor": None})
TOO_SMALL = """() => [
    ...document.querySelectorAll("main a.button, main button, main input, select")]
  .filter((e) => e.checkVisibility())
  .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 44)
  .map((e) => e.outerHTML)"""
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
GRANNY = {"name": "李奶奶", "phone": "13800000009", "relation": "奶奶"}


def day(after: int) -> str:
    """A day so many days from now."""
    return (datetime.now(UTC) + timedelta(days=after)).date().isoformat()


def child(number: int, name: str, born: str) -> dict[str, Any]:
    """A child of the member."""
    return {
        "id": f"k{number}",
        "name": name,
        "birth_date": born,
        "relation": "child",
        "guardians": [],
        "pickups": [GRANNY],
        "health": "哮喘",
        "allergies": "",
    }


SMALL, LARGE = (
    child(1, "小满", f"{int(day(30)[:4]) - 7}-01-01"),
    child(2, "大满", f"{int(day(30)[:4]) - 11}-01-01"),
)


def child_class(number: int, **change: Any) -> dict[str, Any]:
    """A class with numbers."""
    return {
        "id": f"c{number}",
        "title": f"{number} 班",
        "least_age": 6 if number == 1 else 9,
        "most_age": 8 if number == 1 else 12,
        "places": 30,
        "children_per_volunteer": 6,
        "least_volunteers": 2,
        "volunteers": 2,
        "volunteers_needed": 2,
        "open_places": 12,
        "quota": 3,
        "held": 0,
        "applied": 4,
        "waiting": 0,
        "short": False,
        "minded": False,
        **change,
    }


def season(phase: str = "open", **change: Any) -> dict[str, Any]:
    """A season of two classes."""
    return {
        "id": "s1",
        "title": "建外街道暑期托管班",
        "description": "",
        "site": {
            "id": "p1",
            "name": "建外街道工会服务站",
            "setup": "joint",
            "path": "chaoyang/jianwai",
            "address": "",
            "partner": "街坊社工事务所",
        },
        "open_to": "chaoyang",
        "open_to_caller": True,
        "first_day": day(30),
        "last_day": day(50),
        "opens_at": moment(-60),
        "closes_at": moment(86400),
        "phase": phase,
        "returning_percent": 30,
        "offer_hours": 48,
        "value_source": "福彩双色球第 2026071 期",
        "value": None,
        "placed_at": None,
        "classes": [child_class(1), child_class(2)],
        "server_time": moment(),
        **change,
    }


def application(state: str, **change: Any) -> dict[str, Any]:
    """The member's application for one child."""
    place = {"child_id": "k1", "class_id": "c1", "class_title": "1 班", "returning": True}
    return {
        "id": "a1",
        "season_id": "s1",
        "title": "建外街道暑期托管班",
        "first_day": day(30),
        "last_day": day(50),
        "state": state,
        "drawn": None,
        "rank": 7,
        "waiting_position": 2,
        "applied_at": moment(),
        "offer_ends_at": moment(3600),
        "rating": None,
        "children": [place],
        "server_time": moment(),
        **change,
    }


def page_of(*items: Any) -> Answer:
    """A list with these items."""
    return Answer({"items": list(items), "next_cursor": None})


def as_member(page: Page, gateway: ScriptedGateway, at: str) -> None:
    """Open a page of classes with a session that was begun on the member's page."""
    gateway.on("GET /v1/me/children", page_of(SMALL, LARGE))
    kept = '{"access_token":"a","refresh_token":"r","expires_at":99999999999999,"login":"l"}'
    page.goto("/blank")
    page.evaluate("kept => localStorage.setItem('uh.session.member', kept)", kept)
    page.goto(at)


def as_staff(page: Page, gateway: ScriptedGateway, at: str, role: str, scope: str) -> None:
    """Log in at the office."""
    me = {"id": "acc-1", "kind": "staff", "name": "值班", "roles": [{"role": role, "scope": scope}]}
    gateway.on("POST /v1/sessions", Answer(TOKENS, 201))
    gateway.on("GET /v1/me", Answer(me))
    page.goto(at)
    page.get_by_test_id("username").fill("somebody")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()


def test_who_is_not_logged_in_is_shown_the_way(page: Page) -> None:
    page.goto("/classes/")
    expect(page.locator("h1")).to_have_text("托管班")
    expect(page.locator("main a.button")).to_have_attribute("href", "/")


def test_siblings_are_applied_for_together(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/class-seasons", page_of(season()))
    gateway.on("GET /v1/me/class-applications", NOTHING, page_of(application("applied")))
    gateway.on("POST /v1/class-seasons/s1/applications", Answer(application("applied"), 201))
    as_member(page, gateway, "/classes/")
    card = page.get_by_test_id("season")
    expect(card).to_contain_text("街坊社工事务所")
    expect(card).to_contain_text("最多占已开放名额的 30%")
    choices = page.get_by_test_id("choose-class")
    # Each child is offered the classes of its age on the first day, and no other.
    assert choices.nth(0).locator("option").all_text_contents() == ["不报名", "1 班"]
    assert choices.nth(1).locator("option").all_text_contents() == ["不报名", "2 班"]
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    page.get_by_test_id("apply").click()
    expect(page.get_by_test_id("problem")).to_have_attribute("data-code", "nobody_chosen")
    choices.nth(0).select_option("c1")
    choices.nth(1).select_option("c2")
    page.get_by_test_id("apply").click()
    expect(page.get_by_text("已经报名")).to_be_visible()
    (sent,) = gateway.calls["POST /v1/class-seasons/s1/applications"]
    assert sent.body == {
        "children": [
            {"child_id": "k1", "class_id": "c1"},
            {"child_id": "k2", "class_id": "c2"},
        ]
    }


def test_classes_of_another_employer_are_shown_without_a_form(
    page: Page, gateway: ScriptedGateway
) -> None:
    gateway.on("GET /v1/class-seasons", page_of(season(open_to_caller=False)))
    gateway.on("GET /v1/me/class-applications", NOTHING)
    as_member(page, gateway, "/classes/")
    expect(page.get_by_test_id("season")).to_contain_text("面向其他单位")
    expect(page.get_by_test_id("apply")).to_have_count(0)


def test_an_offer_is_taken(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on(
        "GET /v1/me/class-applications",
        page_of(application("offered")),
        page_of(application("placed")),
    )
    gateway.on(
        "POST /v1/me/class-applications/a1/acceptance",
        problem(409, "offer_ended"),
        Answer(application("placed")),
    )
    lesson = {
        "day": day(31),
        "starts": "09:00",
        "ends": "15:00",
        "kind": "outing",
        "title": "消防体验馆",
        "place": "",
    }
    gateway.on(
        "GET /v1/classes/c1/timetable",
        Answer({"class_id": "c1", "title": "1 班", "entries": [lesson]}),
    )
    as_member(page, gateway, "/classes/#/mine")
    card = page.get_by_test_id("application")
    expect(card).to_contain_text("小满")
    expect(card).to_contain_text("往年学员")
    page.get_by_test_id("accept").click()
    expect(page.get_by_test_id("toast")).to_contain_text("名额已顺延")
    page.get_by_test_id("accept").click()
    expect(card).to_have_attribute("data-state", "placed")
    page.get_by_test_id("timetable").locator("summary").click()
    expect(page.get_by_test_id("lesson")).to_contain_text("消防体验馆")
    expect(page.get_by_test_id("feedback")).to_have_count(0)  # it has not begun


def test_a_place_is_given_up_only_after_a_question(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on(
        "GET /v1/me/class-applications",
        page_of(application("waiting")),
        page_of(application("withdrawn")),
    )
    withdrawal = "POST /v1/me/class-applications/a1/withdrawal"
    gateway.on(withdrawal, Answer(application("withdrawn")))
    as_member(page, gateway, "/classes/#/mine")
    expect(page.get_by_test_id("application")).to_contain_text("候补第 2 位")
    page.get_by_test_id("withdraw").click()
    page.get_by_test_id("dialog-no").click()
    assert not gateway.calls[withdrawal]
    page.get_by_test_id("withdraw").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("application")).to_have_attribute("data-state", "withdrawn")
    expect(page.get_by_test_id("withdraw")).to_have_count(0)


def test_a_family_says_how_it_was(page: Page, gateway: ScriptedGateway) -> None:
    over = application("placed", first_day=day(-30), last_day=day(-10))
    gateway.on("GET /v1/me/class-applications", page_of(over), page_of({**over, "rating": 4}))
    feedback = "POST /v1/me/class-applications/a1/feedback"
    gateway.on(feedback, Answer({"application_id": "a1", "rating": 4}))
    as_member(page, gateway, "/classes/#/mine")
    page.get_by_test_id("feedback").locator("summary").click()
    page.get_by_test_id("rating").select_option("4")
    page.get_by_test_id("say").fill("小满很喜欢")
    page.get_by_test_id("send-feedback").click()
    expect(page.get_by_text("修改评价")).to_be_visible()
    assert gateway.calls[feedback][0].body == {"rating": 4, "text": "小满很喜欢"}


def test_a_child_is_written_down_and_forgotten(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("POST /v1/me/children", Answer(SMALL, 201))
    gateway.on("DELETE /v1/me/children/k1", Answer("", 204))
    as_member(page, gateway, "/classes/#/children")
    gateway.on("GET /v1/me/children", page_of(SMALL))
    page.get_by_test_id("new-child").locator("summary").click()
    page.get_by_test_id("save-child").click()
    expect(page.get_by_test_id("child-name")).to_be_focused()
    page.get_by_test_id("child-name").fill("小满")
    page.get_by_test_id("child-birth_date").fill("2019-01-01")
    page.get_by_test_id("child-pickup").fill("李奶奶")
    page.get_by_test_id("child-pickup_phone").fill("13800000009")
    # The list is drawn anew when it comes back; what is clicked before is gone.
    with page.expect_response(lambda r: r.request.method == "GET" and r.url.endswith("/children")):
        page.get_by_test_id("save-child").click()
    expect(page.get_by_test_id("child")).to_have_count(1)
    (sent,) = gateway.calls["POST /v1/me/children"]
    assert sent.body["pickups"] == [{"name": "李奶奶", "phone": "13800000009"}]
    assert sent.body["guardians"] == []
    gateway.on("GET /v1/me/children", NOTHING)
    page.get_by_test_id("forget-child").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("child")).to_have_count(0)


def serve_season(gateway: ScriptedGateway, *seasons: dict[str, Any]) -> None:
    """What the office asks about a season."""
    gateway.on("GET /v1/class-seasons", page_of(seasons[0]))
    gateway.on("GET /v1/class-seasons/s1", *(Answer(each) for each in seasons))
    gateway.on(
        "GET /v1/class-seasons/s1/feedback",
        Answer({"season_id": "s1", "ratings": [0, 0, 0, 1, 1], "texts": ["很好"]}),
    )
    gateway.on("GET /v1/class-seasons/s1/applications", NOTHING)
    gateway.on("GET /v1/classes/c1/volunteers", NOTHING)
    gateway.on("GET /v1/classes/c2/volunteers", NOTHING)


def test_the_office_confirms_a_volunteer_and_places(page: Page, gateway: ScriptedGateway) -> None:
    short = child_class(1, volunteers=1, open_places=0, short=True)
    before = season("closed", classes=[short, child_class(2)])
    serve_season(gateway, before, season("closed"), season("placed", value="04 09 15"))
    helper = {"id": "v1", "class_id": "c1", "name": "赵老师", "phone": "139", "state": "named"}
    gateway.on(
        "GET /v1/classes/c1/volunteers",
        page_of(helper),
        page_of({**helper, "state": "confirmed"}),
    )
    gateway.on("POST /v1/class-volunteers/v1/confirmation", Answer(helper))
    gateway.on("POST /v1/class-seasons/s1/placing", Answer({"items": [{}, {}]}))
    as_staff(page, gateway, "/office/#/classes", "district", "chaoyang")
    page.get_by_role("link", name="建外街道暑期托管班").click()
    expect(page.get_by_test_id("short")).to_contain_text("志愿者只有 1 人")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("short")).to_have_count(0)
    expect(page.get_by_test_id("volunteer")).to_have_attribute("data-state", "confirmed")
    expect(page.get_by_test_id("placing")).to_contain_text("福彩双色球第 2026071 期")
    page.get_by_test_id("value").fill("04 09 15")
    page.get_by_test_id("place-now").click()
    expect(page.get_by_text("摇号数值：04 09 15")).to_be_visible()
    expect(page.get_by_test_id("placing")).to_have_count(0)
    (sent,) = gateway.calls["POST /v1/class-seasons/s1/placing"]
    assert sent.body == {"value": "04 09 15"}


def test_the_office_makes_a_season_of_two_classes(page: Page, gateway: ScriptedGateway) -> None:
    serve_season(gateway, season())
    gateway.on("GET /v1/class-sites", page_of({"id": "p1", "name": "建外街道工会服务站"}))
    gateway.on("POST /v1/class-seasons", Answer(season(), 201))
    as_staff(page, gateway, "/office/#/classes/new", "district", "chaoyang")
    for name, value in {
        "title": "暑期托管班",
        "first_day": "2030-07-18",
        "last_day": "2030-08-14",
        "opens_at": "2030-06-01T10:00",
        "closes_at": "2030-06-20T10:00",
        "value_source": "福彩",
    }.items():
        page.get_by_test_id("make-season").locator("xpath=ancestor::form").get_by_test_id(
            name
        ).fill(value)
    page.get_by_test_id("more-classes").click()
    titles = page.get_by_test_id("class_title")
    titles.nth(0).fill("小班")
    titles.nth(1).fill("大班")
    page.get_by_test_id("least_age").nth(1).fill("9")
    page.get_by_test_id("make-season").click()
    expect(page).to_have_url("http://127.0.0.1:9/office/#/classes/season/s1")
    (sent,) = gateway.calls["POST /v1/class-seasons"]
    assert sent.body["opens_at"] == "2030-06-01T02:00:00.000Z"
    small, large = sent.body["classes"]
    assert small == {
        "title": "小班",
        "least_age": 6,
        "most_age": 12,
        "places": 30,
        "children_per_volunteer": 6,
        "least_volunteers": 2,
    }
    assert (large["title"], large["least_age"]) == ("大班", 9)


def test_a_course_is_added_to_what_there_is(page: Page, gateway: ScriptedGateway) -> None:
    serve_season(gateway, season("placed", classes=[child_class(1)]))
    there = {
        "day": day(30),
        "starts": "09:00",
        "ends": "10:30",
        "kind": "course",
        "title": "京剧",
        "place": "",
    }
    kept = Answer({"class_id": "c1", "title": "1 班", "entries": [there]})
    gateway.on("GET /v1/classes/c1/timetable", kept)
    gateway.on("PUT /v1/classes/c1/timetable", kept)
    as_staff(page, gateway, "/office/#/classes/season/s1", "district", "chaoyang")
    page.get_by_test_id("new-lesson").locator("summary").click()
    page.get_by_test_id("lesson-day").fill(day(31))
    page.get_by_test_id("lesson-title").fill("汽车博物馆")
    page.get_by_test_id("lesson-kind").select_option("outing")
    page.get_by_test_id("add-lesson").click()
    expect(page.get_by_test_id("lesson-title")).to_have_value("")
    (sent,) = gateway.calls["PUT /v1/classes/c1/timetable"]
    outing = {"day": day(31), "kind": "outing", "title": "汽车博物馆"}
    assert sent.body == {"entries": [there, {**there, **outing}]}


def sheet_row(mark: str = "none", **change: Any) -> dict[str, Any]:
    """A child on the sheet."""
    marks = {"mark": mark, "arrived_at": None, "left_at": None, "picked_up_by": ""}
    return {**SMALL, "age": 7, "allergies": "花生", **marks, **change}


def test_the_staff_mark_who_comes_and_who_fetches(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on(
        "GET /v1/class-seasons", page_of(season("running", classes=[child_class(1, minded=True)]))
    )
    sheet = {
        "class_id": "c1",
        "title": "1 班",
        "season_title": "暑期托管班",
        "first_day": day(-3),
        "last_day": day(10),
        "day": day(0),
        "volunteers": 2,
        "volunteers_needed": 2,
        "short": False,
        "children": [sheet_row()],
        "server_time": moment(),
    }
    gateway.on("GET /v1/classes/c1/sheet", Answer(sheet))

    def marked(call: Call) -> Answer:
        came = {"arrived_at": moment(), "picked_up_by": call.body["picked_up_by"]}
        left = {"left_at": moment()} if call.body["mark"] == "left" else {}
        return Answer(sheet_row(call.body["mark"], **came, **left))

    gateway.on("POST /v1/classes/c1/attendance", marked)
    as_staff(page, gateway, "/office/#/classes", "class_staff", "chaoyang/jianwai")
    expect(page.get_by_text("acc-1")).to_be_visible()
    expect(page.get_by_test_id("new-season")).to_have_count(0)
    page.get_by_test_id("to-sheet").click()
    expect(page.get_by_test_id("health")).to_contain_text("哮喘")
    expect(page.get_by_test_id("allergies")).to_contain_text("花生")
    expect(page.get_by_test_id("came")).to_have_text("到班 0 / 1")
    # On a phone 360 wide: all in reach of a thumb, nothing beyond the edge.
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    page.get_by_test_id("arrived").click()
    row = page.get_by_test_id("child")
    expect(row).to_have_attribute("data-mark", "arrived")
    expect(page.get_by_test_id("came")).to_have_text("到班 1 / 1")
    page.get_by_test_id("left").click()
    page.get_by_test_id("who").select_option("李奶奶")
    page.get_by_test_id("dialog-yes").click()
    expect(row).to_have_attribute("data-mark", "left")
    expect(row).to_contain_text("由李奶奶接走")
    arrived, left = (call.body for call in gateway.calls["POST /v1/classes/c1/attendance"])
    assert arrived == {"child_id": "k1", "day": day(0), "mark": "arrived", "picked_up_by": ""}
    assert (left["mark"], left["picked_up_by"]) == ("left", "李奶奶")
