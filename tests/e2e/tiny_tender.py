"""One tender on its way to the award, set up over HTTP with deadlines of seconds."""

from __future__ import annotations

import base64
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from services.members.demo import PASSWORD
from services.projects.providers.rules import check_sign
from tests.support.client import Client
from tests.support.waiting import eventually

PDF = base64.b64encode(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n").decode()
PASSPHRASES = {"department": "correct horse battery", "supervision": "staple 监督 office two"}
MARKS = {"明心社会工作事务所": 90, "同行社会服务中心": 70}
_CRITERIA = [
    {"code": "plan", "text": "服务方案", "weight": 60},
    {"code": "team", "text": "团队", "weight": 40},
]


def _in(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


class TinyTender:
    """A batch of one tender, two organisations, five reviewers and the offices."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.federation = self.log_in("federation")
        self.second = self.log_in("federation-2")
        self.auditor = self.log_in("auditor")
        self.reviewers = [self._account(f"judge-{at}", "staff", "reviewer") for at in range(6)]
        self.organisations = [
            self._organisation(number, name) for number, name in enumerate(MARKS, start=1)
        ]
        self.batch_id, self.tender_id = self._published(self._decided())
        self.applications: dict[str, str] = {}

    def log_in(self, username: str) -> Client:
        """Somebody with a password."""
        account = {"username": username, "password": PASSWORD}
        return Client(self.address).log_in_staff(account)

    def _account(self, username: str, kind: str, role: str) -> dict[str, Any]:
        body = {
            "username": username,
            "password": PASSWORD,
            "kind": kind,
            "name": f"评审{username[-1]}",
            "roles": [{"role": role, "scope": ""}],
        }
        account: dict[str, Any] = self.federation.post("/v1/accounts", body, expect=201)
        return account

    def _organisation(self, number: int, name: str) -> Client:
        self._account(f"organisation-{number}", "provider", "provider")
        client = self.log_in(f"organisation-{number}")
        code = f"52110105{number:09d}"
        account = {"bank": "工商银行", "holder": name, "number": "6222020200112233445"}
        body = {"credit_code": code + check_sign(code), "name": name, "bank_account": account}
        own = client.post("/v1/providers", body, expect=201)
        file = {"name": "登记证书.pdf", "data": PDF}
        client.post("/v1/me/organisation/documents", file, expect=201)
        self.federation.post(f"/v1/providers/{own['provider']['id']}/verification", {})
        return client

    def _decided(self) -> str:
        """A survey after which one need was chosen."""
        (need, *_) = self.federation.get("/v1/needs", state="accepted", limit=1)["items"]
        option = {"code": "a", "text": need["title"], "need_id": need["id"]}
        other = {"code": "b", "text": "其他"}
        question = {"code": "q1", "kind": "multiple", "text": "?", "options": [option, other]}
        survey = self.federation.post(
            "/v1/surveys",
            {
                "title": "小调查",
                "questions": [question | {"most": 1}],
                "opens_at": _in(0.5),
                "closes_at": _in(1),
            },
            expect=201,
        )
        path = f"/v1/surveys/{survey['id']}"
        self.federation.post(f"{path}/publication", {})
        eventually(
            lambda: self.federation.get(path)["state"] == "closed", what="the survey is over"
        )
        self.federation.post(f"{path}/report/minutes", {"minutes": "会议纪要"})
        self.federation.post(f"{path}/report/publication", {})
        decision = {
            "quotas": {need["need_class"]: 1},
            "basis": "quotas",
            "chosen": [need["id"]],
            "costs": {need["id"]: 8_000_000},
        }
        self.federation.post(f"{path}/selection", decision)
        return str(survey["id"])

    def _published(self, survey_id: str) -> tuple[str, str]:
        year = datetime.now(UTC).year
        self.federation.post("/v1/budgets", {"year": year, "total": 900_000_000})
        plan = {
            "survey_id": survey_id,
            "title": "小批次",
            "year": year,
            "panel": "experts",
            "call_opens_at": _in(1.5),
            "questions_until": _in(2),
            "call_closes_at": _in(7),
            "scores_until": _in(600),
            "award_notice_at": _in(601),
        }
        drawn = self.federation.post("/v1/batches", plan, expect=201)
        batch_id, tender_id = drawn["batch"]["id"], drawn["tenders"][0]["id"]
        self.second.post(f"/v1/batches/{batch_id}/approval", {})
        draft = {"requirements": "每月两次\n持证社工", "criteria": _CRITERIA}
        self.federation.post(f"/v1/tenders/{tender_id}/draft", draft)
        self.federation.post(f"/v1/batches/{batch_id}/call", {})
        for client, office in ((self.federation, "department"), (self.auditor, "supervision")):
            half = {"office": office, "passphrase": PASSPHRASES[office]}
            client.post(f"/v1/batches/{batch_id}/seal", half)
        return batch_id, tender_id

    def hand_in(self) -> None:
        """Both organisations hand in as soon as the call is open."""
        self._becomes("open")
        for at, client in enumerate(self.organisations):
            written = {
                "plan": "每周两次团体辅导",
                "team": [{"name": "周敏", "role": "督导"}],
                "budget": [{"item": "人员", "amount": 6_000_000 + at}],
                "answers": [{"line": line, "answer": "做到"} for line in (1, 2)],
            }
            path = f"/v1/calls/{self.tender_id}/applications"
            receipt = client.post(path, written, expect=201)
            self.applications[list(MARKS)[at]] = receipt["application_id"]

    def close(self) -> None:
        """Wait for the deadline; a third try comes late."""
        self._becomes("opening")
        path = f"/v1/calls/{self.tender_id}/applications"
        late = {"plan": "晚了", "team": [{"name": "周", "role": "督导"}], "answers": []}
        budget = [{"item": "人员", "amount": 1}]
        answer = self.organisations[0].call("POST", path, json=late | {"budget": budget})
        assert answer.status_code == 409, answer.text

    def _becomes(self, state: str) -> None:
        path = f"/v1/calls/{self.tender_id}"
        eventually(lambda: self.federation.get(path)["state"] == state, what=f"it is {state}")

    def declare(self) -> None:
        """Every member of the panel is free of conflicts."""
        for number in range(5):
            body = {"conflict": False}
            self.log_in(f"judge-{number}").post(f"/v1/tenders/{self.tender_id}/declaration", body)

    def score(self) -> None:
        """Every member scores everything."""
        for number in range(5):
            judge = self.log_in(f"judge-{number}")
            for name, application in self.applications.items():
                path = f"/v1/reviews/{application}"
                mark = MARKS[name] + number
                marks = [{"criterion": each["code"], "mark": mark} for each in _CRITERIA]
                judge.post(f"{path}/file", {})
                judge.post(f"{path}/draft", {"marks": marks})
                judge.post(f"{path}/scores", {})


def let_the_standstill_pass(folder: Path) -> None:
    """Working days are the one thing that no deadline can make short: the stored end is moved."""
    with sqlite3.connect(folder / "var" / "projects.db", timeout=10) as database:
        database.execute("UPDATE awards SET objections_until = noticed_at")
