"""A social organisation from its registration to the receipt of a sealed application."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.projects.audit.rules import canonical, hash_of
from services.projects.providers.rules import check_sign
from tests.e2e.conftest import ARTEFACTS, EmbeddedRun
from tests.support.client import Client, account_of
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser
BODY = "52110105000000042"
PASSPHRASES = {"department": "correct horse battery", "supervision": "staple office two"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def officers(address: str) -> dict[str, Client]:
    """Two of the federation and an auditor, logged in."""
    staff = Client(address).accounts()["staff"]
    federal = [each for each in staff if "federation" in each["roles"]]
    auditor = account_of({"staff": staff}, role="auditor")
    people = {"first": federal[0], "second": federal[1], "auditor": auditor}
    return {name: Client(address).log_in_staff(who) for name, who in people.items()}


def open_call(address: str) -> dict[str, Any]:
    """The demonstration's batch drawn up anew, its call open at once; the tender listed first."""
    office = officers(address)
    first, second = office["first"], office["second"]
    before = first.get("/v1/batches", state="calling")["items"][0]
    first.post(f"/v1/batches/{before['id']}/cancellation", {"reason": "重新编制"})
    now = datetime.now(UTC)
    times = {
        "call_opens_at": now + timedelta(seconds=8),
        "questions_until": now + timedelta(days=1),
        "call_closes_at": now + timedelta(days=2),
        "scores_until": now + timedelta(days=3),
        "award_notice_at": now + timedelta(days=4),
    }
    drawn = first.post(
        "/v1/batches",
        {
            "survey_id": before["survey_id"],
            "title": "端到端批次",
            "year": before["year"],
            **{name: moment.isoformat() for name, moment in times.items()},
        },
        expect=201,
    )
    batch = drawn["batch"]["id"]
    for tender in drawn["tenders"]:
        first.post(
            f"/v1/tenders/{tender['id']}/draft",
            {
                "requirements": "每月不少于四次\n每次活动签到",
                "criteria": [{"code": "plan", "text": "方案", "weight": 100}],
            },
        )
    second.post(f"/v1/batches/{batch}/approval")
    call: dict[str, Any] = second.post(f"/v1/batches/{batch}/call")["items"][-1]
    for name, person in (("department", first), ("supervision", office["auditor"])):
        half = {"office": name, "passphrase": PASSPHRASES[name]}
        person.post(f"/v1/batches/{batch}/seal", half)
    opened = f"/v1/calls/{call['id']}"
    eventually(lambda: first.get(opened)["state"] == "open", what="the call opens")
    return call


def shot(page: Page, name: str) -> None:
    """A picture, narrow and wide, for whoever wants to look."""
    ARTEFACTS.mkdir(exist_ok=True)
    before = page.viewport_size
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=ARTEFACTS / f"provider-{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def test_an_organisation_registers_is_verified_and_hands_in_sealed(
    page: Page, run: EmbeddedRun, tmp_path: Path
) -> None:
    call = open_call(run.address)
    paper = tmp_path / "登记证书.pdf"
    paper.write_bytes(PDF)
    account = next(
        account
        for account in Client(run.address).accounts()["staff"]
        if account["username"] == "provider-3"
    )
    page.goto("/provider/#/organisation")
    page.get_by_test_id("username").fill(account["username"])
    page.get_by_test_id("password").fill(account["password"])
    page.get_by_test_id("log-in").click()
    for name, value in {
        "credit_code": BODY + check_sign(BODY),
        "name": "端到端社会工作服务中心",
        "about": "职工心理服务",
        "bank": "工商银行",
        "holder": "端到端社会工作服务中心",
        "number": "6222020200112233445",
    }.items():
        page.get_by_test_id(name).fill(value)
    page.get_by_test_id("register").click()
    expect(page.get_by_test_id("provider-state")).to_have_attribute("data-state", "applied")
    page.get_by_test_id("upload").set_input_files(paper)
    expect(page.get_by_test_id("document")).to_contain_text("登记证书.pdf")
    shot(page, "organisation")

    office = officers(run.address)["first"]
    (waiting,) = [
        each
        for each in office.get("/v1/providers", state="applied")["items"]
        if each["credit_code"] == BODY + check_sign(BODY)
    ]
    office.post(f"/v1/providers/{waiting['id']}/verification")
    page.reload()
    expect(page.get_by_test_id("provider-state")).to_have_attribute("data-state", "verified")

    page.get_by_test_id("tab-calls").click()
    card = page.get_by_test_id("call").filter(has_text=call["code"])
    card.get_by_test_id("apply").click()
    page.get_by_test_id("plan").fill("每周两次团体辅导")
    page.get_by_test_id("team-name").fill("周敏")
    page.get_by_test_id("team-role").fill("督导")
    page.get_by_test_id("budget-item").fill("人员")
    page.get_by_test_id("budget-amount").fill("1234.5")
    for answer in page.get_by_test_id("answer").all():
        answer.fill("按月排期")
    scheme = tmp_path / "方案.pdf"
    scheme.write_text("this is no PDF")
    page.get_by_test_id("upload").set_input_files(scheme)
    expect(page.get_by_test_id("upload")).to_have_attribute("aria-invalid", "true")
    scheme.write_bytes(PDF)
    page.get_by_test_id("upload").set_input_files(scheme)
    expect(page.get_by_test_id("document")).to_contain_text("方案.pdf")
    page.reload()
    expect(page.get_by_test_id("plan")).to_have_value("每周两次团体辅导")
    expect(page.get_by_test_id("document")).to_contain_text("方案.pdf")
    page.get_by_test_id("hand-in").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("application-state")).to_have_attribute("data-state", "sealed")
    expect(page.get_by_test_id("receipt-check")).to_contain_text("与服务器一致")
    with page.expect_download() as saved:
        page.get_by_test_id("save-receipt").click()
    told = json.loads(saved.value.path().read_text())
    proof = {name: told[name] for name in ("application", "version", "salt", "content")}
    assert hash_of(canonical(proof)) == told["receipt_sha256"]
    expect(page.get_by_test_id("receipt-hash")).to_have_text(told["receipt_sha256"])
    shot(page, "sealed")

    page.get_by_test_id("withdraw").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("application-state")).to_have_attribute("data-state", "withdrawn")
    page.get_by_test_id("tab-mine").click()
    expect(page.get_by_test_id("application")).to_contain_text(call["code"])
