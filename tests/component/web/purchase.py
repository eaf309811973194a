"""What the gateway answers of a purchase after its call."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from tests.component.web.demand import items
from tests.component.web.gateway import Answer, ScriptedGateway, moment
from tests.component.web.test_batches_pages import batch
from tests.component.web.test_calls_pages import call

SEATS = {"department": 1, "expert": 4}
ROLES = [role for role, n in SEATS.items() for _ in range(n)]
ORGANISATION = {
    "id": "p1",
    "credit_code": "52110105000000001X",
    "name": "明心社会工作事务所",
    "about": "职工心理服务。",
    "has_union": True,
    "state": "applied",
    "decided_at": None,
}
DOCUMENT = {
    "id": "d1",
    "name": "登记证书.pdf",
    "media_type": "application/pdf",
    "size": 4096,
    "sha256": "ab" * 32,
    "uploaded_at": moment(-3600),
}


def opened(gateway: ScriptedGateway, *states: str) -> None:
    """A batch whose seal is open, with a tender that goes through these states."""
    half = {"public_key": "k", "set_by": "a", "set_at": moment(-99), "released_at": moment(-9)}
    offices = ("department", "supervision")
    gateway.on("GET /v1/batches/b1", Answer(batch("calling")))
    gateway.on("GET /v1/batches/b1/seal", items(*({**half, "office": each} for each in offices)))
    gateway.on("GET /v1/batches/b1/lots", items())
    gateway.on("GET /v1/calls/t1", *(Answer(call(state=each, blind=False)) for each in states))
    gateway.on("GET /v1/tenders/t1/presentations", items())


def closed() -> dict[str, Any]:
    """The batch when its call is over."""
    story = batch("calling")
    return {**story, "tenders": [{**story["tenders"][0], "state": "opening"}]}


def intake(**counts: int) -> dict[str, Any]:
    """What came in for the tender; three came late."""
    tender = {"tender_id": "t1", "code": "BATCH001-01", "title": "倒班职工睡眠改善服务"}
    return {**tender, "counts": counts, "late": 3}


def application(state: str = "opened", **changes: Any) -> dict[str, Any]:
    """An application that could be read."""
    return {
        "id": "a1",
        "tender_id": "t1",
        "tender_code": "BATCH001-01",
        "provider_id": "p1",
        "provider_name": "明心社会工作事务所",
        "state": state,
        "version": 2,
        "receipt_sha256": "cd" * 32,
        "handed_in_at": moment(-86400),
        "opened_at": moment(-60),
        "price": 6_000_000,
        "content": {
            "plan": "每周两次团体辅导。\n每季度一次讲座。",
            "team": [{"name": "周敏", "role": "督导", "qualification": "高级社工师"}],
            "budget": [{"item": "人员", "amount": 6_000_000}],
            "answers": [{"line": 1, "answer": "按月排期"}],
            "price": 6_000_000,
            "documents": [],
        },
        "documents": [DOCUMENT],
        "checks": {"provider_verified": True, "within_budget": True, "documents_readable": True},
        "correction_asked": "",
        "correction_until": None,
        "correction": "",
        "decided_at": None,
        "reason": "",
        **changes,
    }


def seat(at: int, state: str = "cleared", **changes: Any) -> dict[str, Any]:
    """Somebody's seat in the tender."""
    return {
        "tender_id": "t1",
        "account_id": f"m{at}",
        "role": ROLES[at],
        "state": state,
        "called_at": moment(-99),
        "decided_at": None,
        "reason": "",
        "hints": {},
        **changes,
    }


def panel(*sittings: dict[str, Any], **lot: Any) -> dict[str, Any]:
    """A panel of five with two candidates, and their lot."""
    person = {"employer": "", "union": ""}
    members = [
        {**person, "account_id": f"m{at}", "name": f"评审{at}", "role": role, "member": True}
        for at, role in enumerate(ROLES)
    ]
    waiting = [
        {**person, "account_id": f"c{at}", "name": f"候补{at}", "role": "expert", "member": False}
        for at in range(2)
    ]
    drawn = {
        "id": "l1",
        "about": "panel:x",
        "source": "福彩双色球第 2026071 期",
        "due_at": moment(-60),
        "names": ["c0", "c1"],
        "names_sha256": "ef" * 32,
        "value": None,
        "drawn_at": None,
        "order": [],
    }
    return {
        "id": "x",
        "batch_id": "b1",
        "seats": SEATS,
        "created_at": moment(-999),
        "people": members + waiting,
        "lots": [drawn | lot],
        "sittings": list(sittings),
        "tender_ids": ["t1"],
    }


def placed(at: int, **changes: Any) -> dict[str, Any]:
    """An application in its place; the last-but-one figures turn nothing."""
    names = ["明心社会工作事务所", "同行社会服务中心", "安康助残服务中心"]
    return {
        "application_id": f"a{at}",
        "label": str(at + 3),
        "provider_id": f"p{at}",
        "provider_name": names[at],
        "price": 6_000_000 - at,
        "place": at + 1,
        "place_by_method": at + 1,
        "score": f"{90 - at}.0000",
        "mean": f"{90 - at}.0000",
        "median": f"{90 - at}.0000",
        "z": f"{1 - at}.0000",
        "scored_by": 5,
        "turned_by": [],
        "abnormally_low": False,
        **changes,
    }


def outcome(*found: dict[str, Any], state: str = "moderation", **changes: Any) -> dict[str, Any]:
    """What the scores of the tender come to."""
    told = {"tender_id": "t1", "state": state, "method": "drop_extremes", "tied": []}
    return {**told, "moderation": None, "items": list(found), **changes}


def award(stands: str = "contested", **changes: Any) -> dict[str, Any]:
    """A tender with one notice, a reserve, and an objection."""
    notice = {
        "code": "BATCH001-01-A1",
        "provider_id": "p0",
        "provider_name": "明心社会工作事务所",
        "place": 1,
        "score": "90.0000",
        "price": 6_000_000,
        "state": stands,
        "noticed_at": moment(-86400),
        "objections_until": moment(5 * 86400),
        "decided_at": None,
    }
    ranked = ("application_id", "provider_id", "provider_name", "place", "score", "price")
    return {
        "tender_id": "t1",
        "code": "BATCH001-01",
        "title": "倒班职工睡眠改善服务",
        "need_class": "work",
        "state": "suspended",
        "awards": [notice],
        "ranking": [{name: placed(at)[name] for name in ranked} for at in range(2)],
        "objections": [
            {
                "id": "o1",
                "text": "评分标准第二条没有按公告执行。",
                "state": "filed",
                "filed_at": moment(-3600),
                "answer": None,
                "answered_at": None,
            }
        ],
        "letters": [],
        **changes,
    }


def progress(tenders: int = 35, applications: int = 289, reviewers: int = 7) -> dict[str, Any]:
    """The scoring of a whole batch, a third of it done."""
    states = ("submitted", "draft", "unopened")
    counts = dict.fromkeys(states, 0)
    found = []
    for at in range(tenders):
        own = range(at, applications, tenders)
        rows = [
            {
                "application_id": f"a{number}",
                "label": str(place),
                "provider_name": f"社会工作事务所{number}",
                "sheets": [states[(number + who) % 3] for who in range(reviewers)],
            }
            for place, number in enumerate(own, start=1)
        ]
        for row in rows:
            for state in row["sheets"]:
                counts[state] += 1
        found.append(
            {
                "tender_id": f"t{at}",
                "code": f"BATCH001-{at + 1:02}",
                "title": "倒班职工睡眠改善服务",
                "need_class": "work",
                "state": "scoring",
                "reviewers": [
                    {"account_id": f"m{who}", "name": f"评审{who}", "role": "expert"}
                    for who in range(reviewers)
                ],
                "applications": rows,
            }
        )
    told = {"scores_until": moment(86400), "counts": counts, "items": found}
    return {**told, "next_cursor": None}


def chain(entries: int) -> list[str]:
    """The lines of an audit chain that holds."""
    previous, bodies = "0" * 64, []
    for number in range(1, entries + 1):
        entry = {
            "act": "award.confirm",
            "actor": "officer",
            "at": moment(-60),
            "chain": "batch:b1",
            "data": {"refused": "same_officer"} if number == entries else {"state": "中选"},
            "previous": previous,
            "sequence": number,
            "subject": "t1",
        }
        body = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = sha256(body.encode()).hexdigest()
        bodies.append(body)
    head = {"format": "unionhall-audit-1", "chain": "batch:b1", "sequence": entries}
    return [json.dumps({**head, "hash": previous}), *bodies]
