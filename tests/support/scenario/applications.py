"""Applications: handed in sealed, opened by two offices, checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.support.scenario import tenders as calls
from tests.support.scenario.house import House
from tests.support.scenario.people import OFFICER, organisation
from tests.support.scenario.providers import pdf
from tests.support.scenario.sizes import Sizes
from tests.support.scenario.tenders import Tender

EXCLUDED = 2  # applications that do not pass the checks
CORRECTED = 3  # applications that are completed on request
REPLACED = 4  # applications that are handed in twice
_SECRET = "每周两次团体辅导"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An application: of which organisation, for which tender, which of it, at which price."""

    number: int
    organisation: int
    tender: int
    rank: int
    price: int
    id: str = ""


def entries(sizes: Sizes, tenders: Sequence[Tender]) -> list[Entry]:
    """Who applies for what: each organisation once or twice, each tender as often as the others.

    ``rank`` counts the applications of a tender; the later ones are the cheaper.
    """
    found = []
    for number in range(sizes.applications):
        tender, rank = number % sizes.tenders, number // sizes.tenders
        budget = tenders[tender]["budget"]
        found.append(
            Entry(
                number=number,
                organisation=number % sizes.organisations,
                tender=tender,
                rank=rank,
                price=budget * (98 - rank) // 100,
            )
        )
    return found


def hand_in(house: House, sizes: Sizes, tenders: Sequence[Tender]) -> list[Entry]:
    """Hand every application in, with a document; some in two versions, one that is taken back."""
    planned = entries(sizes, tenders)
    _hand_in_what_does_not_count(house, tenders[planned[-1].tender], planned[-1])
    sealed = house.together(lambda entry: _sealed(house, tenders[entry.tender], entry), planned)
    assert len({entry.id for entry in sealed}) == sizes.applications
    for entry in sealed[:REPLACED]:
        told = _hand_in(house, tenders[entry.tender], entry, documents=())
        assert (told["application_id"], told["version"]) == (entry.id, 2)
    _nobody_reads(house, tenders[0], sealed)
    return sealed


def _hand_in_what_does_not_count(house: House, tender: Tender, entry: Entry) -> None:
    caller = organisation(entry.organisation)
    path = f"/v1/calls/{tender['id']}"
    fake = {"name": "方案.pdf", "data": pdf("x")[4:]}
    house.refused(caller, f"{path}/documents", fake, code="document_refused")
    dear = _written(replace(entry, price=tender["budget"] + 1), ())
    told = house.refused(caller, f"{path}/applications", dear, code="invalid_input")
    assert [one["field"] for one in told["errors"]] == ["budget"]
    withdrawn = _hand_in(house, tender, entry, documents=())["application_id"]
    assert house.post(caller, f"/v1/applications/{withdrawn}/withdrawal")["state"] == "withdrawn"


def _sealed(house: House, tender: Tender, entry: Entry) -> Entry:
    file = {"name": "方案.pdf", "data": pdf(f"application {entry.number}")}
    caller = organisation(entry.organisation)
    document = house.post(caller, f"/v1/calls/{tender['id']}/documents", file, expect=201)
    told = _hand_in(house, tender, entry, documents=[document["id"]])
    assert len(told["receipt_sha256"]) == 64
    return replace(entry, id=told["application_id"])


def _hand_in(house: House, tender: Tender, entry: Entry, *, documents: Sequence[str]) -> Any:
    caller = organisation(entry.organisation)
    path = f"/v1/calls/{tender['id']}/applications"
    return house.post(caller, path, _written(entry, documents), expect=201)


def _written(entry: Entry, documents: Sequence[str]) -> dict[str, Any]:
    return {
        "plan": f"{_SECRET}，方案{entry.number}",
        "team": [{"name": f"社工{entry.organisation}", "role": "督导"}],
        "budget": [
            {"item": "人员", "amount": entry.price - 1_000_000},
            {"item": "场地", "amount": 1_000_000},
        ],
        "answers": [{"line": 1, "answer": "按月排期"}, {"line": 2, "answer": "五年经验"}],
        "document_ids": list(documents),
    }


def _nobody_reads(house: House, tender: Tender, sealed: Sequence[Entry]) -> None:
    """Not even how many there are, before both offices open them; a rival's never."""
    answer = house.call(OFFICER, "GET", f"/v1/calls/{tender['id']}/applications")
    assert (answer.status, answer.body["code"]) == (409, "wrong_state")
    answer = house.call(OFFICER, "GET", f"/v1/applications/{sealed[0].id}")
    assert (answer.status, answer.body["code"]) == (409, "wrong_state")
    rival = organisation(sealed[1].organisation)
    answer = house.call(rival, "GET", f"/v1/applications/{sealed[0].id}")
    assert (answer.status, answer.body["code"]) == (403, "not_yours")


def open_all(
    house: House, batch: Mapping[str, Any], tenders: Sequence[Tender], sealed: Sequence[Entry]
) -> None:
    """After the deadline the two offices open what came in time; what comes later is refused."""
    calls.close(house, batch)
    late = organisation(sealed[0].organisation)
    path = f"/v1/calls/{tenders[sealed[0].tender]['id']}/applications"
    house.refused(late, path, _written(sealed[0], ()), code="too_late")
    by_tender: dict[int, set[str]] = defaultdict(set)
    for entry in sealed:
        by_tender[entry.tender].add(entry.id)
    plans = {entry.id: f"{_SECRET}，方案{entry.number}" for entry in sealed}
    prices = {entry.id: entry.price for entry in sealed}

    def check(at: int) -> None:
        path = f"/v1/calls/{tenders[at]['id']}/applications"
        found = list(house.pages(OFFICER, path))
        assert {one["id"] for one in found} == by_tender[at]
        for one in found:
            assert (one["state"], one["price"]) == ("opened", prices[one["id"]])
            assert one["content"]["plan"] == plans[one["id"]]
            assert all(one["checks"].values())

    house.together(check, range(len(tenders)))


def check(house: House, tenders: Sequence[Tender], sealed: Sequence[Entry]) -> list[Entry]:
    """Let some correct, exclude some, admit the others; who goes to the panels."""
    assert len(tenders) > EXCLUDED, "no tender loses two"
    excluded, corrected = sealed[-EXCLUDED:], sealed[:CORRECTED]
    wanted = {"text": "请补充负责人证书", "until": house.in_days(1)}
    for entry in corrected:
        path = f"/v1/applications/{entry.id}"
        told = house.post(OFFICER, f"{path}/correction-request", wanted)
        assert told["state"] == "correcting"
        house.refused(OFFICER, f"{path}/admission", code="wrong_state")
        answer = {"text": "证书已补", "document_ids": []}
        told = house.post(organisation(entry.organisation), f"{path}/correction", answer)
        assert told["state"] == "opened"
        house.refused(OFFICER, f"{path}/correction-request", wanted, code="wrong_state")
    for entry in excluded:
        reason = {"reason": "负责人没有三年经验"}
        told = house.post(OFFICER, f"/v1/applications/{entry.id}/exclusion", reason)
        assert told["state"] == "disqualified"
    admitted = list(sealed[:-EXCLUDED])
    states = house.together(
        lambda entry: house.post(OFFICER, f"/v1/applications/{entry.id}/admission")["state"],
        admitted,
    )
    assert Counter(states) == {"admitted": len(sealed) - EXCLUDED}
    return admitted
