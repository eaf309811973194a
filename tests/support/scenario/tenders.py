"""The batch: budget, timetable, one tender for each chosen need, the call and its questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.scenario.house import House
from tests.support.scenario.people import ANYBODY, AUDITOR, OFFICER, SECOND, organisation
from tests.support.scenario.sizes import Sizes
from tests.support.waiting import eventually

SEATS = {"department": 1, "service_centre": 1, "expert": 1, "grassroots": 1, "employee": 1}
CRITERIA = [
    {"code": "plan", "text": "服务方案", "weight": 60},
    {"code": "team", "text": "团队资质", "weight": 40},
]
PASSPHRASES = {"department": "correct horse battery", "supervision": "staple 监督 office two"}
_OFFICERS = {"department": OFFICER, "supervision": AUDITOR}
ASKED = 3  # tenders about which somebody asks
Tender = Mapping[str, Any]


def draw_up(house: House, sizes: Sizes, survey_id: str, costs: Mapping[str, int]) -> Any:
    """The batch, approved by a second officer; its budget is reserved and never exceeded."""
    year = house.clock.now().year
    whole = sum(costs.values())
    house.post(OFFICER, "/v1/budgets", {"year": year, "total": whole - 1})
    drawn = house.post(
        OFFICER,
        "/v1/batches",
        {
            "survey_id": survey_id,
            "title": f"{year}年第一批服务项目",
            "year": year,
            "seats": SEATS,
            "call_opens_at": house.in_days(1),
            "questions_until": house.in_days(15),
            "call_closes_at": house.in_days(22),
            "scores_until": house.in_days(36),
            "award_notice_at": house.in_days(43),
        },
        expect=201,
    )
    batch, tenders = drawn["batch"], drawn["tenders"]
    assert Counter(tender["need_class"] for tender in tenders) == sizes.themes
    assert {tender["need_id"]: tender["budget"] for tender in tenders} == costs
    path = f"/v1/batches/{batch['id']}"
    house.refused(OFFICER, f"{path}/approval", code="same_officer")
    house.refused(SECOND, f"{path}/approval", code="budget_exceeded")
    house.post(OFFICER, "/v1/budgets", {"year": year, "total": whole})
    assert house.post(SECOND, f"{path}/approval")["batch"]["state"] == "approved"
    (budget,) = house.get(AUDITOR, "/v1/budgets")["items"]
    assert (budget["total"], budget["reserved"]) == (whole, whole)
    return batch


def call(house: House, sizes: Sizes, batch: Mapping[str, Any]) -> list[Tender]:
    """Write the tenders, publish the call, set the seal, answer what is asked; its tenders."""
    path = f"/v1/batches/{batch['id']}"
    drawn = house.get(OFFICER, path)["tenders"]
    wanted = {
        "requirements": "服务期六个月，每月不少于四次\n项目负责人有三年以上同类经验",
        "audience": "本市基层工会会员",
        "adaptations": ["deaf", "wheelchair"],
        "criteria": CRITERIA,
    }
    house.refused(SECOND, f"{path}/call", code="wrong_state")
    house.together(
        lambda tender: house.post(OFFICER, f"/v1/tenders/{tender['id']}/draft", wanted), drawn
    )
    published = house.post(SECOND, f"{path}/call")["items"]
    assert len(published) == sizes.tenders
    assert len({tender["method_sha256"] for tender in published}) == sizes.tenders
    assert {tender["method"] for tender in published} == {"drop_extremes"}
    for office, passphrase in PASSPHRASES.items():
        half = {"office": office, "passphrase": passphrase}
        house.post(_OFFICERS[office], f"{path}/seal", half)
    _ask(house, published)
    house.until(batch["call_opens_at"])
    await_state(house, batch, "open")
    tenders: list[Tender] = sorted(published, key=lambda tender: str(tender["code"]))
    return tenders


def _ask(house: House, tenders: Sequence[Tender]) -> None:
    """All read a question and its answer, nobody reads who asked."""
    for tender in tenders[:ASKED]:
        text = {"text": "可以由两家机构联合申报吗？"}
        asked = house.post(organisation(1), f"/v1/calls/{tender['id']}/questions", text, expect=201)
        answer = {"answer": "可以，须写明牵头单位。"}
        house.post(OFFICER, f"/v1/call-questions/{asked['id']}/answer", answer)
        (told,) = house.get(ANYBODY, f"/v1/calls/{tender['id']}")["questions"]
        assert (told["text"], told["answer"]) == (text["text"], answer["answer"])
        assert organisation(1).id not in str(told)


def close(house: House, batch: Mapping[str, Any]) -> None:
    """The deadline passes, and both offices release their halves; before it neither can."""
    path = f"/v1/batches/{batch['id']}/seal/release"
    halves = {office: {"office": office, "passphrase": of} for office, of in PASSPHRASES.items()}
    house.refused(OFFICER, path, halves["department"], code="wrong_state")
    house.until(batch["call_closes_at"])
    await_state(house, batch, "opening")
    for office, half in halves.items():
        told = house.post(_OFFICERS[office], path, half)
    assert all(half["released_at"] for half in told["items"])


def await_state(house: House, batch: Mapping[str, Any], state: str) -> None:
    """Wait until every tender of the batch is in a state."""

    def reached() -> bool:
        found = house.get(OFFICER, f"/v1/batches/{batch['id']}")["tenders"]
        return {tender["state"] for tender in found} == {state}

    eventually(reached, what=f"every tender is {state}")
