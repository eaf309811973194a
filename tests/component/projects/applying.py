"""Organisations that are verified, calls that are open and sealed, and what is handed in."""

from __future__ import annotations

import base64
from typing import Any

from chassis.context import Caller, Role
from services.projects.providers.rules import check_sign
from tests.component.projects.callers import AUDITOR, FEDERATION
from tests.component.projects.purchase import DAY, approved
from tests.support.component import Component

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PLAN = "每周两次团体辅导"
PASSPHRASES = {"department": "correct horse battery", "supervision": "staple 监督 office two"}
OFFICERS = {"department": FEDERATION, "supervision": AUDITOR}
REQUIREMENTS = "每月两次\n\n持证社工不少于三人"
CRITERIA = [{"code": "plan", "text": "方案", "weight": 100}]
WRITTEN: dict[str, Any] = {
    "plan": PLAN,
    "team": [{"name": "周敏", "role": "督导", "qualification": "高级社工师"}],
    "budget": [{"item": "人员", "amount": 5_000_000}, {"item": "场地", "amount": 1_234_567}],
    "answers": [{"line": 1, "answer": "按月排期"}, {"line": 2, "answer": "五名"}],
}
PRICE = 6_234_567


def account(name: str) -> Caller:
    """Somebody who logs in for a social organisation."""
    return Caller(kind="provider", id=name, roles=(Role("provider"),))


def credit_code(number: int) -> str:
    """A valid code; another for each number."""
    body = f"52110105{number:09d}"
    return body + check_sign(body)


def upload(projects: Component, caller: Caller, **change: Any) -> dict[str, Any]:
    """Send a file, for an application if ``tender_id`` is given."""
    data = base64.b64encode(change.pop("raw", PDF)).decode()
    method = "upload_application_document" if "tender_id" in change else "upload_provider_document"
    request = {"name": "登记证书.pdf", "data": data} | change
    document: dict[str, Any] = projects.call(method, caller=caller, **request)
    return document


def registered(projects: Component, name: str = "org-1", number: int = 1, **change: Any) -> Any:
    """An organisation that waits to be verified."""
    request = {
        "credit_code": credit_code(number),
        "name": f"心晴社会工作服务中心{number}",
        "about": "职工心理服务",
        "bank_account": {
            "bank": "工商银行",
            "holder": f"心晴社会工作服务中心{number}",
            "number": "6222020200112233445",
        },
    }
    return projects.call("register_provider", caller=account(name), **request | change)


def verified(projects: Component, name: str = "org-1", number: int = 1) -> Caller:
    """An account of an organisation that is verified."""
    provider_id = registered(projects, name, number)["provider"]["id"]
    upload(projects, account(name))
    projects.call("verify_provider", caller=FEDERATION, provider_id=provider_id)
    return account(name)


def published(projects: Component, **change: Any) -> list[dict[str, Any]]:
    """Two tenders of a published call, written with these changes."""
    batch = approved(projects)
    for tender in batch["tenders"]:
        projects.call(
            "write_tender",
            caller=FEDERATION,
            tender_id=tender["id"],
            **{"requirements": REQUIREMENTS, "criteria": CRITERIA} | change,
        )
    batch_id = batch["batch"]["id"]
    calls = projects.call("publish_call", caller=FEDERATION, batch_id=batch_id)["items"]
    return [call | {"batch_id": batch_id} for call in calls]


def half(projects: Component, tender: Any, office: str, act: str = "set", **change: Any) -> Any:
    """An office sets its half of the key, or releases it."""
    request = {"caller": OFFICERS[office], "passphrase": PASSPHRASES[office]} | change
    batch_id = tender["batch_id"]
    return projects.call(f"{act}_seal_half", batch_id=batch_id, office=office, **request)


def opened_call(projects: Component, **change: Any) -> list[dict[str, Any]]:
    """Two tenders whose call takes applications, sealed to both offices."""
    calls = published(projects, **change)
    for office in PASSPHRASES:
        half(projects, calls[0], office)
    projects.clock.advance(DAY * 10)
    projects.tick("move_calls")
    return calls


def hand_in(projects: Component, caller: Caller, tender: Any, **change: Any) -> dict[str, Any]:
    """Hand an application in; its receipt."""
    request = {"tender_id": tender["id"]} | WRITTEN | change
    receipt: dict[str, Any] = projects.call("hand_in_application", caller=caller, **request)
    return receipt


def close(projects: Component) -> None:
    """Let the deadline pass."""
    projects.clock.advance(DAY * 20)
    projects.tick("move_calls")


def open_seal(projects: Component, tender: Any) -> None:
    """Both offices release their halves."""
    for office in PASSPHRASES:
        half(projects, tender, office, "release")
