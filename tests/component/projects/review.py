"""A review as tests set it up: a closed call, admitted applications, a panel, its scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.clock import rfc3339
from chassis.context import Caller, Role
from chassis.ids import uuid7
from services.projects.applications.rules import written
from services.projects.applications.tables import Application
from services.projects.batches.rules import PRESETS
from services.projects.providers.tables import Provider
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY, OTHER, approved
from tests.support.component import Component

CRITERIA = [
    {"code": "plan", "text": "方案", "weight": 60},
    {"code": "team", "text": "团队", "weight": 40},
]
ROLES = [role for role, seats in PRESETS["union"].items() for _ in range(seats)]


def reviewer(account_id: str) -> Caller:
    """Somebody who judges."""
    return Caller(kind="staff", id=account_id, roles=(Role("reviewer"),))


def people(prefix: str, roles: Sequence[str] = tuple(ROLES)) -> list[dict[str, str]]:
    """Persons named for a panel, with accounts ``m0``, ``m1``…"""
    return [
        {"account_id": f"{prefix}{at}", "name": f"评审{at}", "role": role}
        for at, role in enumerate(roles)
    ]


def called(projects: Component, **change: Any) -> dict[str, Any]:
    """The first tender of a batch whose call is published; with its panel not named yet."""
    batch = approved(projects)
    for tender in batch["tenders"]:
        request = {"requirements": "每月两次", "criteria": CRITERIA} | change
        projects.call("write_tender", caller=FEDERATION, tender_id=tender["id"], **request)
    batch_id = batch["batch"]["id"]
    projects.call("publish_call", caller=FEDERATION, batch_id=batch_id)
    return {"batch_id": batch_id, "tender_id": batch["tenders"][0]["id"]}


def panel(projects: Component, call: dict[str, Any], **change: Any) -> dict[str, Any]:
    """A panel for the first tender, with one candidate for each role."""
    request = {
        "caller": FEDERATION,
        "batch_id": call["batch_id"],
        "tender_ids": [call["tender_id"]],
        "members": people("m"),
        "candidates": people("c", sorted(set(ROLES))),
        "source": "福彩双色球第 2026071 期",
        "due_at": rfc3339(projects.clock.now() + DAY),
    }
    made: dict[str, Any] = projects.call("form_panel", **request | change)
    return made


def drawn(projects: Component, lot: dict[str, Any], value: str = "05 12 19 23 28 31 + 07") -> Any:
    """A lot after its value."""
    return projects.call("enter_lot_value", caller=OTHER, lot_id=lot["id"], value=value)


def admitted(
    projects: Component, tender_id: str, *prices: int, with_union: Sequence[int] = ()
) -> list[str]:
    """Applications of new organisations that passed the checks, with these prices."""
    ids = [uuid7() for _ in prices]
    with projects.store.work() as work:
        for at, (application_id, price) in enumerate(zip(ids, prices, strict=True)):
            provider = Provider(
                id=uuid7(),
                credit_code=uuid7()[-18:],
                name=f"北京第{at}社会工作事务所",
                about="",
                has_union=at in with_union,
                bank_sealed="",
                state="verified",
                reason="",
                applied_by="x",
                applied_at=work.now,
            )
            work.session.add(provider)
            work.session.flush()
            work.session.add(
                Application(
                    id=application_id,
                    tender_id=tender_id,
                    provider_id=provider.id,
                    state="admitted",
                    version=1,
                    sealed="",
                    receipt="",
                    handed_in_at=work.now,
                    handed_in_by="x",
                    price=price,
                    content=written(
                        plan=f"方案{at}",
                        team=[{"name": f"团队{at}", "role": "督导", "qualification": ""}],
                        budget=[{"item": "人员", "amount": price}],
                        answers=[],
                        documents=[],
                    ),
                )
            )
    return ids


def opened(
    projects: Component, *prices: int, with_union: Sequence[int] = (), **change: Any
) -> dict[str, Any]:
    """A tender whose call is closed, with a drawn panel and these applications."""
    call = called(projects, **change)
    made = panel(projects, call)
    projects.clock.advance(DAY * 10)
    projects.tick("move_calls")
    drawn(projects, made["lots"][0])
    projects.clock.advance(DAY * 20)
    projects.tick("move_calls")
    ids = admitted(projects, call["tender_id"], *prices, with_union=with_union)
    return call | {"panel": made, "applications": ids}


def declare(projects: Component, tender_id: str, account_id: str, **change: Any) -> Any:
    """What a reviewer says of conflicts; none, if nothing else is given."""
    request = {"tender_id": tender_id, "conflict": False} | change
    return projects.call("declare_conflict", caller=reviewer(account_id), **request)


def scoring(projects: Component, *prices: int, **change: Any) -> dict[str, Any]:
    """A tender whose files are open to seven reviewers without conflicts."""
    review = opened(projects, *prices, **change)
    for person in people("m"):
        declare(projects, review["tender_id"], person["account_id"])
    projects.call("open_scoring", caller=FEDERATION, tender_id=review["tender_id"])
    return review


def sheet(**marks: int | None) -> list[dict[str, Any]]:
    """Marks as they are handed over."""
    return [{"criterion": code, "mark": mark} for code, mark in marks.items()]


def score(projects: Component, application_id: str, account_id: str, **marks: int | None) -> Any:
    """A sheet from opening the file to handing in."""
    request = {"caller": reviewer(account_id), "application_id": application_id}
    projects.call("open_file", **request)
    projects.call("write_sheet", marks=sheet(**marks), **request)
    return projects.call("hand_in_sheet", **request)


def score_all(projects: Component, scores: dict[str, Sequence[int]]) -> None:
    """Each reviewer's mark, for both criteria, by application."""
    for application_id, marks in scores.items():
        for at, mark in enumerate(marks):
            score(projects, application_id, f"m{at}", plan=mark, team=mark)


def count(projects: Component, review: dict[str, Any]) -> Any:
    """The scores of a tender, counted."""
    return projects.call("count_scores", caller=FEDERATION, tender_id=review["tender_id"])
