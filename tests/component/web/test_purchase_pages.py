"""After the call in the office: decisions that a person answers for, and what flags them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import items, office
from tests.component.web.gateway import PLACE, Answer, ScriptedGateway, moment, problem
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture
from tests.component.web.purchase import (
    DOCUMENT,
    ORGANISATION,
    ROLES,
    application,
    award,
    chain,
    closed,
    intake,
    opened,
    outcome,
    panel,
    placed,
    progress,
    seat,
)
from tests.component.web.test_batches_pages import batch
from tests.component.web.test_calls_pages import call

pytestmark = pytest.mark.browser


def fits(page: Page, name: str) -> None:
    """It fits a phone; a picture of it."""
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, f"purchase-{name}")


def test_a_correction_is_asked_once_and_an_exclusion_says_why(
    page: Page, gateway: ScriptedGateway
) -> None:
    checks = {"provider_verified": True, "within_budget": True, "documents_readable": False}
    asked = {"correction_asked": "补盖章页", "correction_until": "2020-01-01T00:00:00Z"}
    after = application("correcting", checks=checks, **asked)
    ask, exclude = (
        f"POST /v1/applications/a1/{way}" for way in ("correction-request", "exclusion")
    )
    opened(gateway, "opening")
    gateway.on("GET /v1/calls/t1/applications", items(application(checks=checks)))
    gateway.on("GET /v1/applications/a1", Answer(application(checks=checks)), Answer(after))
    gateway.on(ask, Answer(after))
    gateway.on(exclude, Answer(after))
    office(page, gateway, at="#/batches/b1/t1/applications")
    expect(page.get_by_test_id("application")).to_contain_text("有附件打不开")
    page.get_by_role("link", name="明心社会工作事务所").press("Enter")
    expect(page.locator("[data-holds=no]")).to_have_count(1)
    expect(page.get_by_test_id("admit")).to_have_count(0)
    page.get_by_test_id("ask-correction").locator("summary").press("Enter")
    page.get_by_test_id("missing").fill("补盖章页")
    fits(page, "application")
    page.get_by_test_id("ask-send").press("Enter")
    expect(page.get_by_test_id("correction")).to_contain_text("补盖章页")
    expect(page.get_by_test_id("ask-correction")).to_have_count(0)
    page.get_by_test_id("exclude").locator("summary").press("Enter")
    page.get_by_test_id("exclude-send").press("Enter")
    expect(page.get_by_test_id("reason")).to_be_focused()
    page.get_by_test_id("reason").fill("没有按时补正")
    page.get_by_test_id("exclude-send").press("Enter")
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已排除")
    assert gateway.calls[ask][0].body["text"] == "补盖章页"
    assert gateway.calls[exclude][0].body == {"reason": "没有按时补正"}


def test_a_panel_that_breaks_its_rule_says_how_and_a_recusal_has_a_reason(
    page: Page, gateway: ScriptedGateway
) -> None:
    hinted = seat(1, "assigned", hints={"a1": ["employer", "team"]})
    left = seat(0, "recused", reason="曾在该机构任职")
    broken = panel(left, hinted, *(seat(at) for at in (2, 3, 4)))
    recuse = "POST /v1/tenders/t1/recusals"
    opened(gateway, "opening")
    gateway.on("GET /v1/batches/b1/panels", items(broken))
    gateway.on("GET /v1/calls/t1/applications", items(application("admitted")))
    gateway.on(recuse, items())
    gateway.on("POST /v1/tenders/t1/scoring", problem(409, "panel_incomplete"))
    office(page, gateway, at="#/batches/b1/t1/sitting")
    for words in ("1 位还没有申报", "法定至少 4 位", "部门没有人能评审", "部门空缺 1 席"):
        expect(page.get_by_test_id("breaches")).to_contain_text(words)
    expect(page.get_by_test_id("seat").nth(1)).to_contain_text("明心社会工作事务所：单位同名")
    fits(page, "sitting")
    page.get_by_test_id("recuse").first.press("Enter")
    page.get_by_test_id("recuse-reason").fill("单位同名")
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已回避")
    assert gateway.calls[recuse][0].body == {"reviewer_id": "m1", "reason": "单位同名"}
    page.get_by_test_id("open-scoring").press("Enter")
    expect(page.get_by_test_id("toast").filter(has_text="不符合规则")).to_be_visible()


def test_each_office_keeps_its_half_and_a_wrong_passphrase_is_told(
    page: Page, gateway: ScriptedGateway
) -> None:
    give, release = "POST /v1/batches/b1/seal", "POST /v1/batches/b1/seal/release"
    half = {"public_key": "k", "set_by": "a", "set_at": moment(-99), "released_at": None}
    halves = [{**half, "office": name} for name in ("department", "supervision")]
    gateway.on("GET /v1/batches/b1", Answer(batch("calling")), Answer(closed()))
    gateway.on("GET /v1/batches/b1/seal", items(), items(*halves))
    gateway.on("GET /v1/batches/b1/intake", items(intake(sealed=8, stale=1, withdrawn=2)))
    gateway.on(give, items())
    gateway.on(release, problem(422, "wrong_passphrase"))
    office(page, gateway, at="#/batches/b1/seal")
    expect(page.get_by_test_id("set-supervision")).to_have_count(0)
    page.get_by_test_id("passphrase-department").fill("correct horse battery")
    page.get_by_test_id("repeat-department").fill("correct horse buttery")
    page.get_by_test_id("set-department").press("Enter")
    expect(page.get_by_test_id("problem")).to_contain_text("两遍口令不一样")
    assert not gateway.calls[give]
    page.get_by_test_id("repeat-department").fill("correct horse battery")
    page.get_by_test_id("set-department").press("Enter")
    expect(page.get_by_test_id("intake")).to_contain_text("8120")
    expect(page.get_by_test_id("intake").locator("td").last).to_have_text("3")
    fits(page, "seal")
    page.get_by_test_id("passphrase-department").fill("correct horse buttery")
    page.get_by_test_id("release-department").press("Enter")
    expect(page.get_by_test_id("problem")).to_contain_text("口令不对")
    body = {"office": "department", "passphrase": "correct horse battery"}
    assert gateway.calls[give][0].body == body


def test_a_panel_takes_over_people_and_nobody_sits_twice(
    page: Page, gateway: ScriptedGateway
) -> None:
    form = "POST /v1/batches/b1/panels"
    accounts = [{"id": f"m{at}", "username": f"judge-{at}", "name": f"评审{at}"} for at in range(6)]
    opened(gateway, "open")
    gateway.on("GET /v1/batches/b1/panels", items({**panel(), "tender_ids": ["other"]}))
    gateway.on("GET /v1/accounts", items(*accounts))
    gateway.on(form, Answer({}, 201))
    office(page, gateway, at="#/batches/b1/panels")
    page.get_by_test_id("new-panel").locator("summary").first.press("Enter")
    page.get_by_test_id("preset").select_option("0")
    expect(page.get_by_test_id("member-name").last).to_have_value("评审4")
    own = page.get_by_test_id("new-panel")
    own.get_by_role("button", name="删除这一位").last.click()
    own.get_by_test_id("candidate-account_id").select_option("m4")
    own.get_by_test_id("lot-source").fill("福彩")
    page.get_by_test_id("form-panel").press("Enter")
    expect(page.get_by_test_id("problem")).to_contain_text("填了两次")
    own.get_by_test_id("candidate-account_id").select_option("m5")
    expect(own.get_by_test_id("candidate-name")).to_have_value("评审5")
    fits(page, "panel-new")
    page.get_by_test_id("form-panel").press("Enter")
    expect(page.get_by_test_id("toast")).to_contain_text("评审组已组成")
    (sent,) = gateway.calls[form]
    assert [each["account_id"] for each in sent.body["members"]] == [f"m{at}" for at in range(5)]
    assert [each["role"] for each in sent.body["members"]] == ROLES
    assert sent.body["tender_ids"] == ["t1"]


def test_presentations_are_planned_in_shanghai_time(page: Page, gateway: ScriptedGateway) -> None:
    plan = "POST /v1/tenders/t1/presentations"
    slot = {"application_id": "a1", "place": "302 室", "starts_at": "2030-03-01T01:00:00Z"}
    opened(gateway, "scoring")
    gateway.on("GET /v1/batches/b1/panels", items(panel(*(seat(at) for at in range(5)))))
    gateway.on("GET /v1/calls/t1/applications", items(application("admitted")))
    planned = {**slot, "ends_at": "2030-03-01T01:20:00Z"}
    gateway.on("GET /v1/tenders/t1/presentations", items(), items(planned))
    gateway.on(plan, items(planned))
    office(page, gateway, at="#/batches/b1/t1/sitting")
    page.get_by_test_id("presentations").locator("summary").press("Enter")
    page.get_by_test_id("starts_at").fill("2030-03-01T09:00")
    page.get_by_test_id("place").fill("302 室")
    page.get_by_test_id("plan-presentations").press("Enter")
    expect(page.get_by_test_id("slot")).to_contain_text("09:20明心社会工作事务所302 室")
    timing = {"starts_at": "2030-03-01T01:00:00.000Z", "minutes": 20, "pause": 5}
    assert gateway.calls[plan][0].body == {**timing, "place": "302 室"}


def test_the_draw_of_alternates_is_shown(page: Page, gateway: ScriptedGateway) -> None:
    enter = "POST /v1/lots/l1/value"
    drawn = {"value": "05 12 19", "drawn_at": "2026-05-01T02:00:00Z", "order": ["c1", "c0"]}
    opened(gateway, "open")
    gateway.on("GET /v1/batches/b1/panels", items(panel()), items(panel(**drawn)))
    gateway.on("GET /v1/accounts", items())
    gateway.on(enter, problem(409, "same_officer"), Answer({}))
    office(page, gateway, at="#/batches/b1/panels")
    page.get_by_test_id("lot-value").fill("05 12 19")
    page.get_by_test_id("enter-lot").press("Enter")
    expect(page.get_by_test_id("problem")).to_contain_text("另一位工作人员")
    page.get_by_test_id("enter-lot").press("Enter")
    expect(page.get_by_test_id("lot-place")).to_have_text(["候补1", "候补0"])
    expect(page.get_by_test_id("lot")).to_contain_text("05 12 19")
    fits(page, "panels")


def test_changes_of_rank_are_flagged_and_a_changed_order_needs_the_minority(
    page: Page, gateway: ScriptedGateway
) -> None:
    moderate = "POST /v1/tenders/t1/moderation"
    found = [
        placed(0, turned_by=["median"], median="88.0000"),
        placed(1, turned_by=["median"], median="91.0000"),
        placed(2, abnormally_low=True),
    ]
    decided = {
        "changed": True,
        "reason": "方案更实",
        "minority_view": "应按方法",
        "decided_by": "x",
    }
    moderation = {**decided, "decided_at": "2026-05-01T02:00:00Z"}
    opened(gateway, "moderation")
    before, after = outcome(*found), outcome(*found, moderation=moderation)
    gateway.on("GET /v1/tenders/t1/outcome", Answer(before), Answer(after))
    gateway.on(moderate, Answer(after))
    office(page, gateway, at="#/batches/b1/t1/ranking")
    expect(page.get_by_test_id("flag-turned")).to_contain_text("同行社会服务中心")
    expect(page.get_by_test_id("flag-low")).to_contain_text("安康助残服务中心")
    expect(page.get_by_test_id("by-median").nth(1)).to_have_text("91 第 1")
    page.get_by_test_id("move-up").nth(1).press("Enter")
    expect(page.get_by_test_id("move-down").first).to_be_focused()
    expect(page.get_by_test_id("order-state")).to_have_text("名次与方法不同")
    page.get_by_test_id("moderate-reason").fill("方案更实")
    page.get_by_test_id("moderate-send").press("Enter")
    expect(page.get_by_test_id("problem")).to_contain_text("少数意见")
    assert not gateway.calls[moderate]
    fits(page, "ranking")
    page.get_by_test_id("minority").fill("应按方法")
    page.get_by_test_id("moderate-send").press("Enter")
    expect(page.get_by_test_id("moderation")).to_contain_text("应按方法")
    assert gateway.calls[moderate][0].body["order"] == ["a1", "a0", "a2"]


def test_a_tie_waits_for_a_lot_that_is_announced(page: Page, gateway: ScriptedGateway) -> None:
    announce = "POST /v1/tenders/t1/tie-lot"
    opened(gateway, "moderation")
    tied = outcome(placed(0), placed(1), tied=[["a0", "a1"]])
    gateway.on("GET /v1/tenders/t1/outcome", Answer(tied))
    gateway.on(announce, Answer({}, 201))
    office(page, gateway, at="#/batches/b1/t1/ranking")
    expect(page.get_by_test_id("flag-tied")).to_contain_text("1 组同分")
    expect(page.get_by_test_id("moderate")).to_have_count(0)
    page.get_by_test_id("lot-source").fill("福彩双色球第 2026072 期")
    page.get_by_test_id("lot-due").fill("2030-03-01T21:15")
    page.get_by_test_id("announce-tie").press("Enter")
    expect(page.get_by_test_id("toast")).to_contain_text("抽签已公布")
    assert gateway.calls[announce][0].body == {
        "source": "福彩双色球第 2026072 期",
        "due_at": "2030-03-01T13:15:00.000Z",
    }


def test_an_objection_is_answered_and_the_reserve_is_promoted(
    page: Page, gateway: ScriptedGateway
) -> None:
    answer = "POST /v1/objections/o1/answer"
    fallen = award("annulled")["awards"][0]
    promoted = {**fallen, "state": "standstill", "provider_name": "同行社会服务中心", "place": 2}
    after = award(state="standstill", awards=[fallen, promoted], objections=[])
    opened(gateway, "suspended", "standstill")
    gateway.on("GET /v1/calls/t1/award", Answer(award()), Answer(after))
    gateway.on(answer, Answer(after))
    office(page, gateway, at="#/batches/b1/t1/award")
    expect(page.get_by_text("公示期暂停")).to_be_visible()
    expect(page.get_by_test_id("confirm-award")).to_have_count(0)
    page.get_by_test_id("objection-outcome").select_option("annul")
    page.get_by_test_id("objection-answer").fill("第二条确未执行。")
    fits(page, "award")
    page.get_by_test_id("answer-objection").press("Enter")
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("award").first).to_contain_text("同行社会服务中心")
    expect(page.get_by_test_id("award").last).to_have_attribute("data-state", "annulled")
    body = {"outcome": "annul", "answer": "第二条确未执行。"}
    assert gateway.calls[answer][0].body == body


def test_two_thousand_sheets_are_seen_at_a_glance(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/batches/b1/progress", Answer(progress()))
    office(page, gateway, at="#/batches/b1/progress")
    expect(page.get_by_test_id("progress-application")).to_have_count(289)
    expect(page.get_by_test_id("progress-sum")).to_contain_text("/ 2023 份评分表，289 份申报")
    expect(page.get_by_test_id("progress-reviewer")).to_have_count(7)
    drawing = """() => { const box = document.querySelector("[data-testid=behind]");
      const from = performance.now(); box.click(); box.click();
      document.body.offsetHeight; return performance.now() - from; }"""
    assert page.evaluate(drawing) < 2000
    fits(page, "progress")


def test_an_organisation_is_verified_by_its_documents(page: Page, gateway: ScriptedGateway) -> None:
    verify = "POST /v1/providers/p1/verification"
    papers = {"provider": ORGANISATION, "reason": "", "applied_at": "2026-05-01T02:00:00Z"}
    verified = {**ORGANISATION, "state": "verified", "decided_at": "2026-05-02T02:00:00Z"}
    gateway.on("GET /v1/providers", items(ORGANISATION))
    gateway.on(
        "GET /v1/providers/p1/papers",
        Answer({**papers, "documents": []}),
        Answer({**papers, "documents": [DOCUMENT]}),
        Answer({**papers, "provider": verified, "documents": [DOCUMENT]}),
    )
    gateway.on(verify, Answer(verified))
    office(page, gateway, at="#/organisations")
    page.get_by_role("link", name="明心社会工作事务所").click()
    expect(page.get_by_text("还没有登记材料")).to_be_visible()
    expect(page.get_by_test_id("verify")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("document")).to_contain_text("登记证书.pdf")
    fits(page, "organisation")
    page.get_by_test_id("verify").press("Enter")
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("provider-state")).to_have_text("已认证")
    assert len(gateway.calls[verify]) == 1


def test_a_chain_is_checked_where_it_is_read(page: Page, gateway: ScriptedGateway) -> None:
    lines = chain(3)
    bent = [*lines[:2], lines[2].replace("中选", "落选"), lines[3]]
    kind = {"content-type": "application/x-ndjson"}
    answers = (Answer("\n".join(each) + "\n", 200, kind) for each in (lines, bent))
    gateway.on("GET /v1/audit-chains", *answers)
    office(page, gateway, at="#/batches/b1/audit", role="auditor")
    verdict = page.get_by_test_id("chain-verdict")
    expect(verdict).to_have_attribute("data-broken", "0")
    expect(page.get_by_test_id("entry").first).to_contain_text("被拒绝：same_officer")
    with page.expect_download() as saved:
        page.get_by_test_id("export-chain").press("Enter")
    assert saved.value.path().read_text().splitlines() == lines
    fits(page, "audit")
    page.reload()
    expect(verdict).to_have_attribute("data-broken", "3")


def test_everybody_reads_the_results_of_a_batch(page: Page, gateway: ScriptedGateway) -> None:
    told = award("confirmed", state="awarded", objections=[])
    result = {name: told[name] for name in ("tender_id", "code", "title", "need_class", "state")}
    results = {
        "batch": "BATCH001",
        "title": "2030年第一批服务项目",
        "projects": 35,
        "awarded": 34,
        "organisations": 164,
        "applications": 289,
        "applications_per_project": 8.26,
        "items": [{**result, "applications": 9, "award": told["awards"][0]}],
        "next_cursor": None,
    }
    gateway.on("GET /v1/calls", items(call(batch_code="BATCH001")))
    gateway.on("GET /v1/results", Answer(results))
    gateway.on("GET /v1/calls/t1/award", Answer(told))
    gateway.on("GET /v1/providers/p0", Answer({**ORGANISATION, "id": "p0", "state": "verified"}))
    page.goto(f"{PLACE}/results/")
    expect(page.get_by_test_id("figures")).to_contain_text("8.26 : 1")
    expect(page.get_by_test_id("result")).to_contain_text("9 家申报")
    fits(page, "results")
    page.get_by_role("link", name="倒班职工睡眠改善服务").click()
    expect(page.get_by_test_id("ranked")).to_have_count(2)
    fits(page, "result")
    page.get_by_role("link", name="明心社会工作事务所").click()
    expect(page.get_by_test_id("profile")).to_contain_text("职工心理服务。")
    fits(page, "profile")
