"""Scores: every reviewer marks every application; what must come of it is computed here again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from tests.support.scenario.applications import Entry
from tests.support.scenario.house import House
from tests.support.scenario.panels import Seats
from tests.support.scenario.people import OFFICER, SECOND, reviewer
from tests.support.scenario.tenders import Tender

FLAGGED = 1  # the tender in which one reviewer's mark turns the plain mean round
TIED = 2  # the tender in which the second and the third are equal, and the price decides
CLOSE = 3  # the tender whose second is one point behind the first
_BEST, _STEP = 92, 4
Marks = Mapping[str, list[int]]  # of an application, by place of the reviewer
Ranking = Mapping[int, list[str]]  # of a tender, first place first


def planned(entries: Sequence[Entry], tenders: int) -> dict[str, list[int]]:
    """The five marks of each application: reviewers differ by a point each, as people do."""
    by_tender: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_tender[entry.tender].append(entry)
    marks = {}
    for tender in range(tenders):
        found = by_tender[tender]
        # Who is best is another one in each tender.
        turned = found[tender % len(found) :] + found[: tender % len(found)]
        for place, entry in enumerate(turned):
            base = _BEST - _STEP * place
            if place == 1 and tender in (FLAGGED, CLOSE):
                base = _BEST - 1
            if place == 2 and tender == TIED:
                base = _BEST - _STEP
            marks[entry.id] = [base + at - 2 for at in range(5)]
            if place == 1 and tender == FLAGGED:
                marks[entry.id][4] = 100
    return marks


def score(marks: Sequence[int]) -> Decimal:
    """The result by the fixed method: of five totals the middle three count."""
    totals = sorted(Decimal(60 * mark + 40 * (mark - 2)) / 100 for mark in marks)
    middle = totals[1:-1]
    return (sum(middle, Decimal()) / len(middle)).quantize(Decimal("0.0001"))


def ranking(entries: Sequence[Entry], marks: Marks) -> dict[int, list[str]]:
    """The order of each tender: by score, of equals the cheaper first."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.tender].append(entry)
    return {
        tender: [e.id for e in sorted(of, key=lambda e: (-score(marks[e.id]), e.price))]
        for tender, of in found.items()
    }


def judge(
    house: House, tenders: Sequence[Tender], entries: Sequence[Entry], seats: Seats, marks: Marks
) -> None:
    """Every reviewer opens every file of the tender, keeps marks, and hands them in."""
    _refusals(house, entries, seats)
    first = entries[0]
    missing = house.refused(
        OFFICER, f"/v1/tenders/{tenders[first.tender]['id']}/outcome", code="scores_missing"
    )
    assert missing
    house.together(
        lambda each: hand_in(house, each[0].id, who=each[2], mark=marks[each[0].id][each[1]]),
        [(entry, place, who) for entry in entries for place, who in enumerate(seats[entry.tender])],
    )
    for who in {name for named in seats.values() for name in named}:
        counts = house.get(reviewer(who), "/v1/reviews")["counts"]
        mine = sum(who in seats[entry.tender] for entry in entries)
        assert counts == {"submitted": mine}


def hand_in(house: House, application_id: str, *, who: str, mark: int) -> None:
    """One sheet, from opening the file to handing it in."""
    path, caller = f"/v1/reviews/{application_id}", reviewer(who)
    house.post(caller, f"{path}/file")
    house.post(caller, f"{path}/draft", _sheet(mark))
    told = house.post(caller, f"{path}/scores")
    assert Decimal(told["total"]) == Decimal(60 * mark + 40 * (mark - 2)) / 100


def _sheet(mark: int) -> dict[str, object]:
    marks = [{"criterion": "plan", "mark": mark}, {"criterion": "team", "mark": mark - 2}]
    return {"marks": marks, "comment": "方案具体"}


def _refusals(house: House, entries: Sequence[Entry], seats: Seats) -> None:
    """What must not be: strangers at a file, marks out of range, others' marks before one's own."""
    first = entries[0]
    path, who = f"/v1/reviews/{first.id}", seats[first.tender][0]
    stranger = "reviewer-of-no-panel"
    house.refused(reviewer(stranger), f"{path}/file", code="not_on_panel")
    house.refused(reviewer("reviewer-0-expert"), f"{path}/file", code="not_on_panel")
    house.refused(reviewer(who), f"{path}/draft", _sheet(80), code="wrong_state")
    house.post(reviewer(who), f"{path}/file")
    told = house.refused(reviewer(who), f"{path}/draft", _sheet(101), code="invalid_input")
    assert [one["field"] for one in told["errors"]] == ["marks.plan"]
    answer = house.call(reviewer(who), "GET", f"{path}/scores")
    assert (answer.status, answer.body["code"]) == (409, "own_score_first")


def fix(
    house: House,
    tenders: Sequence[Tender],
    marks: Marks,
    *,
    expected: Ranking,
    flagged: Collection[int] = (FLAGGED,),
) -> None:
    """Count, moderate what is flagged, and fix: places and scores are those computed here."""

    def fixed(at: int) -> None:
        tender = tenders[at]
        path = f"/v1/tenders/{tender['id']}"
        told = house.post(OFFICER, f"{path}/outcome")
        assert [one["application_id"] for one in told["items"]] == expected[at]
        assert [one["score"] for one in told["items"]] == [
            str(score(marks[name])) for name in expected[at]
        ]
        assert {one["scored_by"] for one in told["items"]} == {5}
        assert told["tied"] == []
        turned = any(one["turned_by"] for one in told["items"])
        assert turned == (at in flagged), f"tender {at}: {told['items']}"
        if turned:
            house.refused(SECOND, f"{path}/ranking", code="moderation_needed")
            house.post(OFFICER, f"{path}/moderation", {"reason": "个别高分，维持去高去低的结果"})
        assert house.post(SECOND, f"{path}/ranking")["state"] == "ranked"

    house.together(fixed, sorted(expected))
