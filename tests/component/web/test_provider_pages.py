"""Social organisations: registering, an application from its draft to its letter."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.projects.applications.rules import receipt as receipt_of
from services.projects.audit.rules import canonical
from services.projects.providers.rules import check_sign
from tests.component.web.demand import KEPT, TOKENS, items
from tests.component.web.gateway import PLACE, Answer, Call, ScriptedGateway, moment, problem
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture
from tests.component.web.test_calls_pages import call

pytestmark = pytest.mark.browser
CODE = "52110105000000001" + check_sign("52110105000000001")
PDF = b"%PDF-1.7\n%%EOF\n"
ME = Answer({"id": "u1", "kind": "provider", "name": "社会组织代表", "roles": []})
PAPER = {
    "id": "d1",
    "name": "登记证书.pdf",
    "media_type": "application/pdf",
    "size": 1_250_000,
    "sha256": "cd" * 32,
    "uploaded_at": moment(-60),
}


def organisation(state: str = "verified", **changes: Any) -> Answer:
    """The organisation as its own people see it."""
    provider = {
        "id": "o1",
        "credit_code": CODE,
        "name": "心晴社会工作服务中心",
        "about": "职工心理服务",
        "has_union": False,
        "state": state,
        "decided_at": None,
    }
    return Answer(
        {
            "provider": provider,
            "reason": "",
            "bank": "工商银行",
            "bank_account": "****3445",
            "users": ["u1"],
            "documents": [PAPER],
            **changes,
        }
    )


def entry(**changes: Any) -> dict[str, Any]:
    """An application on the desk."""
    return {
        "id": "a1",
        "tender_id": "t1",
        "code": "BATCH001-01",
        "title": "倒班职工睡眠改善服务",
        "need_class": "work",
        "batch_code": "BATCH001",
        "tender_state": "open",
        "state": "sealed",
        "version": 1,
        "receipt_sha256": "ab" * 32,
        "handed_in_at": moment(-60),
        "call_closes_at": moment(864000),
        "amended_at": None,
        "correction_until": None,
        "presentation": None,
        "objections_until": None,
        "won": None,
        **changes,
    }


def application(**changes: Any) -> Answer:
    """An opened application as its own people see it."""
    content = {
        "plan": "每周两次团体辅导",
        "team": [{"name": "周敏", "role": "督导", "qualification": "高级社工师"}],
        "budget": [{"item": "人员", "amount": 5_000_000}],
        "answers": [{"line": 1, "answer": "按月排期"}],
        "price": 5_000_000,
        "documents": [],
    }
    return Answer(
        {
            "id": "a1",
            "tender_id": "t1",
            "state": "opened",
            "opened_at": moment(-600),
            "content": content,
            "documents": [],
            "correction_asked": "",
            "correction_until": None,
            "correction": "",
            "reason": "",
            **changes,
        }
    )


def enter(page: Page, at: str) -> None:
    """Open the page as somebody who has logged in before."""
    page.goto(f"{PLACE}/blank")
    kept = ["uh.session.provider", json.dumps(KEPT)]
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", kept)
    page.goto(f"/provider/{at}")


def at(page: Page, gateway: ScriptedGateway, tender: dict[str, Any], *own: Any) -> None:
    """Open the page of an application."""
    gateway.on("GET /v1/calls/t1", Answer(tender))
    gateway.on("GET /v1/me/application-desk", *(items(*each) for each in own))
    gateway.on("GET /v1/me/organisation", organisation())
    enter(page, "#/application/t1")


def fits(page: Page) -> None:
    """Fingers hit everything, and nothing is wider than the phone."""
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)


def seal(asked: Call) -> Answer:
    """Hand in as the service does, to the receipt's last sign."""
    told = asked.body
    content = {
        **{name: told[name] for name in ("plan", "team", "budget", "answers")},
        "price": sum(each["amount"] for each in told["budget"]),
        "documents": [{"id": each, "sha256": PAPER["sha256"]} for each in told["document_ids"]],
    }
    digest = receipt_of(application_id="a1", version=1, salt="ab12", content=content)
    receipt = {"application_id": "a1", "version": 1, "salt": "ab12", "receipt_sha256": digest}
    return Answer({**receipt, "handed_in_at": moment()}, 201)


def test_an_organisation_registers_and_what_is_wrong_stands_at_its_field(
    page: Page, gateway: ScriptedGateway
) -> None:
    send = "POST /v1/providers"
    refused = problem(422, "invalid_input")
    refused.body["errors"] = [{"field": "bank_account.number", "message": "8 to 30 digits."}]
    gateway.on("POST /v1/sessions", problem(401, "log_in_refused"), Answer(TOKENS, 201))
    gateway.on("GET /v1/me", ME)
    missing = problem(403, "not_registered")
    gateway.on("GET /v1/me/organisation", missing, organisation("applied", documents=[]))
    gateway.on(send, refused, Answer(organisation("applied").body, 201))
    page.goto("/provider/#/organisation")
    page.get_by_test_id("username").fill("provider")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()
    expect(page.get_by_test_id("problem")).to_contain_text("用户名或密码不对")
    page.get_by_test_id("log-in").click()
    wrong = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")
    for name, value in {
        "credit_code": wrong,
        "name": "心晴社会工作服务中心",
        "bank": "工商银行",
        "holder": "心晴社会工作服务中心",
        "number": "6222 0202 0011 2233 445",
    }.items():
        page.get_by_test_id(name).fill(value)
    page.get_by_test_id("register").click()
    expect(page.get_by_text("校验位不对")).to_be_visible()
    expect(page.get_by_test_id("credit_code")).to_be_focused()
    assert not gateway.calls[send]
    fits(page)
    picture(page, "provider-register")
    page.get_by_test_id("credit_code").fill(CODE.lower())
    page.get_by_test_id("register").click()
    expect(page.get_by_test_id("number")).to_have_attribute("aria-invalid", "true")
    page.get_by_test_id("register").press("Enter")
    expect(page.get_by_test_id("provider-state")).to_have_attribute("data-state", "applied")
    expect(page.get_by_test_id("papers-missing")).to_be_visible()
    body = gateway.calls[send][-1].body
    assert body["credit_code"] == CODE
    assert body["bank_account"]["number"] == "6222020200112233445"


def test_a_document_goes_up_and_a_refusal_stands_at_the_field(
    page: Page, gateway: ScriptedGateway, tmp_path: Path
) -> None:
    send = "POST /v1/me/organisation/documents"
    refused = problem(422, "document_refused")
    refused.body["errors"] = [{"field": "data", "message": "the file is image/png"}]
    gateway.on("GET /v1/me", ME)
    gateway.on("GET /v1/me/organisation", organisation("applied", documents=[]), organisation())
    gateway.on(send, refused, problem(503, "unavailable"), Answer(PAPER, 201))
    enter(page, "#/organisation")
    field = page.get_by_test_id("upload")
    (tmp_path / "notes.txt").write_text("x")
    field.set_input_files(tmp_path / "notes.txt")
    expect(page.get_by_text("只收 PDF、PNG、JPG、DOCX、XLSX 文件。")).to_be_visible()
    (tmp_path / "large.pdf").write_bytes(b"x" * 4_000_001)
    field.set_input_files(tmp_path / "large.pdf")
    expect(page.get_by_text("这个文件有 4.00 MB，最大 4 MB。")).to_be_visible()
    assert not gateway.calls[send]
    (tmp_path / "登记证书.pdf").write_bytes(PDF)
    field.set_input_files(tmp_path / "登记证书.pdf")
    expect(page.get_by_text("the file is image/png")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.set_input_files(tmp_path / "登记证书.pdf")
    expect(page.get_by_test_id("document")).to_contain_text("登记证书.pdf（1.25 MB）")
    keys = [sent.headers["idempotency-key"] for sent in gateway.calls[send]]
    assert len(keys) == 3
    assert keys[1] == keys[2] != keys[0], "what was lost is sent again with its key"
    assert gateway.calls[send][2].body["name"] == "登记证书.pdf"
    fits(page)
    picture(page, "provider-organisation")


def test_a_colleague_is_invited_and_removed(page: Page, gateway: ScriptedGateway) -> None:
    two = organisation(users=["u1", "u2"])
    gateway.on("GET /v1/me", ME)
    gateway.on("GET /v1/me/organisation", two, organisation())
    invited = Answer({"code": "ABCDEFGH12345678", "valid_until": moment(604800)}, 201)
    gateway.on("POST /v1/me/organisation/invitations", invited)
    gateway.on("POST /v1/me/organisation/removals", Answer(two.body["provider"]))
    enter(page, "#/organisation")
    page.get_by_test_id("invite").click()
    expect(page.get_by_test_id("invitation")).to_have_text("ABCDEFGH12345678")
    page.get_by_test_id("user").filter(has_text="u2").get_by_test_id("remove-user").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("user")).to_have_count(1)
    (sent,) = gateway.calls["POST /v1/me/organisation/removals"]
    assert sent.body == {"account_id": "u2"}


def test_a_draft_outlasts_the_page_and_is_handed_in_with_a_receipt_that_can_be_counted(
    page: Page, gateway: ScriptedGateway, tmp_path: Path
) -> None:
    hand_in = "POST /v1/calls/t1/applications"
    gateway.on("POST /v1/calls/t1/documents", Answer(PAPER, 201))
    gateway.on(hand_in, seal)
    at(page, gateway, call(), [])
    page.get_by_test_id("hand-in").click()
    expect(page.get_by_test_id("plan")).to_be_focused()
    page.get_by_test_id("plan").fill("  每周两次团体辅导，\n含“个案”\\ 与 é  ")
    page.get_by_test_id("team-name").fill("周敏")
    page.get_by_test_id("team-role").fill("督导")
    page.get_by_test_id("budget-item").fill("人员")
    page.get_by_test_id("budget-amount").fill("81000.5")
    page.get_by_test_id("add-budget").press("Enter")
    expect(page.get_by_test_id("budget-item").nth(1)).to_be_focused()
    page.get_by_test_id("budget-item").nth(1).fill("场地")
    page.get_by_test_id("budget-amount").nth(1).fill("5000")
    expect(page.get_by_test_id("sum")).to_contain_text("合计 86,000.5 元，超过上限 81,700 元")
    for answer in page.get_by_test_id("answer").all():
        answer.fill("按月排期")
    page.get_by_test_id("hand-in").click()
    expect(page.get_by_test_id("problem")).to_contain_text("预算合计超过上限")
    (tmp_path / "方案.pdf").write_bytes(PDF)
    page.get_by_test_id("upload").set_input_files(tmp_path / "方案.pdf")
    expect(page.get_by_test_id("document")).to_have_count(1)
    expect(page.get_by_test_id("draft-state")).to_contain_text("草稿已存在这台设备上")
    assert not gateway.calls[hand_in]
    picture(page, "provider-write")
    fits(page)

    sealed: list[dict[str, Any]] = []

    def desk(_: Call) -> Answer:
        return items(*sealed)

    gateway.on("GET /v1/me/application-desk", desk)
    page.reload()
    expect(page.get_by_test_id("budget-amount").first).to_have_value("81000.5")
    expect(page.get_by_test_id("document")).to_contain_text("登记证书.pdf")
    page.get_by_text("交给同事，或换一台设备接着写").click()
    with page.expect_download() as carried:
        page.get_by_test_id("save-draft").click()
    page.get_by_test_id("plan").fill("写坏了")
    page.get_by_test_id("load-draft").set_input_files(tmp_path / "方案.pdf")
    expect(page.get_by_text("这个文件不是草稿。")).to_be_visible()
    page.get_by_test_id("load-draft").set_input_files(carried.value.path())
    expect(page.get_by_test_id("plan")).to_have_value(re.compile("每周两次团体辅导"))
    expect(page.get_by_test_id("budget-item")).to_have_count(2)
    page.get_by_test_id("remove-budget").nth(1).click()
    expect(page.get_by_test_id("sum")).to_contain_text("合计 81,000.5 元，上限")
    page.get_by_test_id("hand-in").click()
    answered = seal(Call({}, _body(page)))
    sealed.append(entry(receipt_sha256=answered.body["receipt_sha256"]))
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("receipt-hash")).to_have_text(answered.body["receipt_sha256"])
    expect(page.get_by_test_id("receipt-check")).to_contain_text("与服务器一致")
    (sent,) = gateway.calls[hand_in]
    assert sent.body["budget"] == [{"item": "人员", "amount": 8_100_050}]
    assert sent.body["document_ids"] == ["d1"]
    with page.expect_download() as saved:
        page.get_by_test_id("save-receipt").click()
    assert saved.value.suggested_filename == "回执-BATCH001-01-1.json"
    told = json.loads(saved.value.path().read_text())
    proof = {name: told[name] for name in ("application", "version", "salt", "content")}
    digest = hashlib.sha256(canonical(proof).encode()).hexdigest()
    assert digest == told["receipt_sha256"] == answered.body["receipt_sha256"]
    picture(page, "provider-sealed")
    fits(page)


def _body(page: Page) -> dict[str, Any]:
    """What the form says, as it will be sent."""
    draft = page.evaluate("JSON.parse(localStorage.getItem('uh.provider.draft.o1.t1'))")
    return {
        "plan": draft["plan"].strip(),
        "team": draft["team"],
        "budget": [{"item": "人员", "amount": 8_100_050}],
        "answers": [{"line": n, "answer": "按月排期"} for n in (1, 2)],
        "document_ids": ["d1"],
    }


def test_what_comes_late_is_told_with_both_times(page: Page, gateway: ScriptedGateway) -> None:
    late = problem(409, "too_late")
    late.body["facts"] = {
        "closed_at": "2026-04-30T09:00:00.000000Z",
        "came_at": "2026-04-30T09:00:01.250000Z",
    }
    gateway.on("POST /v1/applications/a1/withdrawal", late)
    at(page, gateway, call(), [entry()])
    page.get_by_test_id("withdraw").click()
    page.get_by_test_id("dialog-yes").click()
    toast = page.get_by_test_id("toast")
    expect(toast).to_contain_text(re.compile(r"17:00:01 收到.*17:00:00 已经截止"))


def test_a_stale_application_is_confirmed_and_a_withdrawn_one_is_written_anew(
    page: Page, gateway: ScriptedGateway
) -> None:
    stale = entry(state="stale", amended_at=moment(-30))
    gateway.on("POST /v1/applications/a1/confirmation", Answer({"id": "a1", "state": "sealed"}))
    gateway.on("POST /v1/applications/a1/withdrawal", Answer({"id": "a1", "state": "withdrawn"}))
    at(page, gateway, call(), [stale], [entry()], [entry(state="withdrawn")])
    expect(page.get_by_test_id("stale")).to_contain_text("不确认也不替换")
    picture(page, "provider-stale")
    page.get_by_test_id("confirm").press("Enter")
    expect(page.get_by_test_id("application-state")).to_have_attribute("data-state", "sealed")
    expect(page.get_by_test_id("deadline")).to_contain_text("服务器时间")
    page.get_by_test_id("replace").locator("summary").first.press("Enter")
    expect(page.get_by_test_id("plan")).to_be_visible()
    page.get_by_test_id("withdraw").press("Enter")
    page.get_by_test_id("dialog-yes").press("Enter")
    expect(page.get_by_test_id("application-state")).to_have_attribute("data-state", "withdrawn")
    expect(page.get_by_test_id("receipt")).to_have_count(0)
    expect(page.get_by_test_id("hand-in")).to_be_visible()


def test_it_is_completed_once_or_excluded_with_the_reason(
    page: Page, gateway: ScriptedGateway
) -> None:
    asked = {"correction_asked": "请补充证书", "correction_until": moment(86400)}
    waits = application(state="correcting", **asked)
    done = application(correction="已补", **asked)
    gateway.on(
        "GET /v1/applications/a1", waits, done, application(state="disqualified", reason="无资质")
    )
    gateway.on("POST /v1/applications/a1/correction", Answer(done.body))
    closed = {"tender_state": "opening"}
    planned = {"starts_at": moment(90000), "ends_at": moment(91200), "place": "职工之家 301"}
    at(
        page,
        gateway,
        call(state="opening"),
        [entry(state="correcting", **closed)],
        [entry(state="opened", presentation=planned, **closed)],
        [entry(state="disqualified", **closed)],
    )
    expect(page.get_by_test_id("correction")).to_contain_text("请补充证书")
    picture(page, "provider-correction")
    page.get_by_test_id("correction-text").fill("已补")
    page.get_by_test_id("correct").click()
    expect(page.get_by_test_id("presentation")).to_contain_text("职工之家 301")
    (sent,) = gateway.calls["POST /v1/applications/a1/correction"]
    assert sent.body == {"text": "已补", "document_ids": []}
    page.get_by_test_id("content").locator("summary").click()
    expect(page.get_by_test_id("content")).to_contain_text("每周两次团体辅导")
    picture(page, "provider-opened")
    fits(page)
    page.reload()
    expect(page.get_by_test_id("reason")).to_have_text("无资质")


def test_an_objection_is_filed_and_the_letter_tells_scores_and_reason(
    page: Page, gateway: ScriptedGateway
) -> None:
    award = {"provider_name": "同行社工", "score": "90.0000", "state": "standstill"}
    ranked = [
        {"place": 1, "provider_name": "同行社工", "score": "90.0000"},
        {"place": 2, "provider_name": "心晴社会工作服务中心", "score": "81.5000"},
    ]
    objection = {"id": "x1", "text": "计分有误", "filed_at": moment(-60), "answered_at": None}
    filed = {**objection, "state": "filed", "answer": None}
    answered = {**objection, "state": "dismissed", "answer": "经核无误", "answered_at": moment()}
    letter = {
        "lot": "",
        "outcome": "reserve",
        "reason": "lower_score",
        "place": 2,
        "ranked": 3,
        "score": "81.5000",
        "winner_name": "同行社工",
        "winner_score": "90.0000",
        "criteria": [
            {"text": "服务方案", "weight": 60, "mean": "83.1429"},
            {"text": "团队与能力", "weight": 40, "mean": None},
        ],
        "issued_at": moment(),
    }
    result = {
        "may_object": True,
        "objections_until": moment(86400),
        "objections": [],
        "letters": [],
    }
    over = {**result, "may_object": False}
    gateway.on("GET /v1/applications/a1", application(state="admitted"))
    gateway.on("GET /v1/calls/t1/award", Answer({"awards": [award], "ranking": ranked}))
    gateway.on(
        "GET /v1/applications/a1/result",
        Answer(result),
        Answer({**over, "objections": [filed]}),
        Answer({**over, "objections": [answered], "letters": [letter]}),
    )
    gateway.on("POST /v1/calls/t1/objections", Answer(filed, 201))
    at(page, gateway, call(state="standstill"), [entry(state="admitted")])
    page.get_by_test_id("objection-text").fill("计分有误")
    picture(page, "provider-objection")
    page.get_by_test_id("object").press("Enter")
    expect(page.get_by_test_id("objection")).to_contain_text("等待答复")
    expect(page.get_by_test_id("objection-text")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("letter")).to_have_attribute("data-outcome", "reserve")
    for words in ("第 2 名，共 3 家", "81.5", "同行社工", "得分低于成交单位", "83.1429"):
        expect(page.get_by_test_id("letter")).to_contain_text(words)
    expect(page.get_by_test_id("objection-answer")).to_have_text("经核无误")
    picture(page, "provider-letter")
    fits(page)
    page.get_by_role("button", name="English").or_(page.get_by_test_id("language")).first.click()
    expect(page.get_by_test_id("letter")).to_contain_text("Result: first reserve")
    picture(page, "provider-letter-en")
    assert not page.evaluate(TOO_WIDE)


def test_the_desk_open_calls_and_results(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on(
        "GET /v1/me/application-desk",
        items(
            entry(),
            entry(id="a2", tender_id="t2", state="stale"),
            entry(id="a3", tender_id="t3", state="admitted", won=True),
        ),
    )
    result = {
        "tender_id": "t1",
        "code": "BATCH001-01",
        "title": "倒班职工睡眠改善服务",
        "state": "awarded",
        "applications": 8,
        "award": {"provider_name": "同行社工", "score": "90.0000", "price": 5_000_000},
    }
    results = {
        "title": "2026年第一批",
        "projects": 35,
        "awarded": 1,
        "organisations": 164,
        "applications": 289,
        "applications_per_project": 8.26,
        "items": [result],
    }
    gateway.on("GET /v1/calls", items(call(questions=[])))
    gateway.on("GET /v1/results", Answer(results))
    enter(page, "")
    expect(page.get_by_test_id("application")).to_have_count(3)
    sealed, stale, won = page.get_by_test_id("application").all()
    expect(sealed).to_contain_text("已密封交存")
    expect(stale).to_contain_text("请在")
    expect(won).to_contain_text("成交，打开可看通知书")
    picture(page, "provider-desk")
    fits(page)
    page.get_by_test_id("tab-calls").click()
    expect(page.get_by_test_id("apply")).to_have_attribute("href", "#/application/t1")
    expect(page.get_by_role("link", name="倒班职工睡眠改善服务")).to_have_attribute(
        "href", "/calls/#/call/t1"
    )
    page.get_by_test_id("tab-results").click()
    expect(page.get_by_test_id("result")).to_contain_text("8 份申报")
    expect(page.locator("main")).to_contain_text("8.26")
    picture(page, "provider-results")
    fits(page)


def test_leaving_a_shared_computer_takes_the_drafts_along(
    page: Page, gateway: ScriptedGateway
) -> None:
    gateway.on("GET /v1/me", ME)
    gateway.on("GET /v1/me/organisation", organisation())
    gateway.on("DELETE /v1/sessions/current", Answer("", 204))
    enter(page, "#/organisation")
    page.evaluate("localStorage.setItem('uh.provider.draft.o1.t1', '{}')")
    page.get_by_test_id("forget-drafts").check()
    page.get_by_test_id("log-out").click()
    expect(page.get_by_test_id("log-in")).to_be_visible()
    assert (
        page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('uh.provider'))") == []
    )
