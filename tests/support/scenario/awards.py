"""Awards: notice, objections with their answers, the award after the standstill, results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.support.scenario import scores
from tests.support.scenario.applications import Entry
from tests.support.scenario.house import House
from tests.support.scenario.panels import Seats
from tests.support.scenario.people import ANYBODY, OFFICER, SECOND, organisation
from tests.support.scenario.scores import CLOSE
from tests.support.scenario.sizes import Sizes
from tests.support.scenario.tenders import Tender

DISMISSED = 0  # the tender of which the objection is rejected
UPHELD = CLOSE  # the tender of which it is upheld: two reviewers mark the first anew
_LOW = (80, 81)  # what they give it then


def notice(house: House, tenders: Sequence[Tender], ranking: scores.Ranking) -> None:
    """Tell everybody to whom each tender shall go; nothing is awarded before they could object."""

    def noticed(at: int) -> None:
        path = f"/v1/tenders/{tenders[at]['id']}"
        told = house.post(OFFICER, f"{path}/award-notice", {})
        assert told["state"] == "standstill"
        assert [one["application_id"] for one in told["ranking"]] == ranking[at]
        house.refused(SECOND, f"{path}/award", code="standstill_running")

    house.together(noticed, range(len(tenders)))


def object_to(
    house: House,
    tenders: Sequence[Tender],
    entries: Sequence[Entry],
    seats: Seats,
    *,
    marks: dict[str, list[int]],
    ranking: dict[int, list[str]],
) -> None:
    """Two objections: one is rejected; of the other tender the first loses its place.

    ``marks`` and ``ranking`` say afterwards what holds then.
    """
    owner = {entry.id: organisation(entry.organisation) for entry in entries}
    house.move_a_day()
    first = _filed(house, tenders[DISMISSED], owner[ranking[DISMISSED][1]])
    second = _filed(house, tenders[UPHELD], owner[ranking[UPHELD][1]])
    stranger = next(o for name, o in owner.items() if name not in ranking[DISMISSED])
    path = f"/v1/calls/{tenders[DISMISSED]['id']}/objections"
    house.refused(stranger, path, {"text": "不服"}, code="forbidden")
    house.refused(SECOND, f"/v1/tenders/{tenders[UPHELD]['id']}/award", code="wrong_state")
    told = _answered(house, first, "dismiss", "经核实，评分符合方法")
    assert (told["state"], told["awards"][-1]["state"]) == ("standstill", "standstill")
    told = _answered(house, second, "rescore", "两位评审漏看附件，重新评分")
    assert (told["state"], told["awards"][-1]["state"]) == ("moderation", "void")
    _judge_again(house, tenders[UPHELD], seats[UPHELD], marks=marks, leader=ranking[UPHELD][0])
    former = list(ranking[UPHELD])
    ranking[UPHELD] = scores.ranking(entries, marks)[UPHELD]
    assert ranking[UPHELD][:2] == [former[1], former[0]], "the second is the first now"
    # The median sees the three who did not change their mind; the panel keeps to the method.
    again = {UPHELD: ranking[UPHELD]}
    scores.fix(house, tenders, marks, expected=again, flagged=again)
    told = house.post(OFFICER, f"/v1/tenders/{tenders[UPHELD]['id']}/award-notice", {})
    assert [award["state"] for award in told["awards"]] == ["void", "standstill"]
    assert [one["state"] for one in told["objections"]] == ["rescored"]


def _filed(house: House, tender: Tender, caller: Any) -> str:
    path = f"/v1/calls/{tender['id']}/objections"
    told = house.post(caller, path, {"text": "第一名的方案没有写明频次"}, expect=201)
    assert house.get(ANYBODY, f"/v1/calls/{tender['id']}/award")["state"] == "suspended"
    objection_id: str = told["id"]
    return objection_id


def _answered(house: House, objection_id: str, outcome: str, answer: str) -> Any:
    path = f"/v1/objections/{objection_id}/answer"
    return house.post(OFFICER, path, {"outcome": outcome, "answer": answer})


def _judge_again(
    house: House,
    tender: Tender,
    seats: Sequence[str],
    *,
    marks: dict[str, list[int]],
    leader: str,
) -> None:
    reason = {"reason": "异议成立"}
    told = house.post(OFFICER, f"/v1/tenders/{tender['id']}/recount", reason)
    assert told["state"] == "scoring"
    for place, mark in enumerate(_LOW):
        given_back = reason | {"reviewer_id": seats[place], "until": house.in_days(2)}
        house.post(OFFICER, f"/v1/reviews/{leader}/reopening", given_back)
        scores.hand_in(house, leader, who=seats[place], mark=mark)
        marks[leader][place] = mark


def award(house: House, tenders: Sequence[Tender], ranking: scores.Ranking) -> None:
    """The standstill is over: every tender goes to its first, by another officer's hand."""
    ends = house.together(lambda tender: _live(house, tender)["objections_until"], tenders)
    house.until(max(datetime.fromisoformat(end) for end in ends))
    house.refused(OFFICER, f"/v1/tenders/{tenders[0]['id']}/award", code="same_officer")

    def awarded(at: int) -> None:
        told = house.post(SECOND, f"/v1/tenders/{tenders[at]['id']}/award")
        assert (told["state"], told["awards"][-1]["state"]) == ("awarded", "confirmed")
        winner = told["ranking"][0]
        assert winner["application_id"] == ranking[at][0]
        assert told["awards"][-1]["provider_id"] == winner["provider_id"]

    house.together(awarded, range(len(tenders)))


def _live(house: House, tender: Tender) -> Any:
    return house.get(ANYBODY, f"/v1/calls/{tender['id']}/award")["awards"][-1]


def results(
    house: House,
    sizes: Sizes,
    batch: Mapping[str, Any],
    *,
    entries: Sequence[Entry],
    marks: scores.Marks,
    ranking: scores.Ranking,
) -> None:
    """What everybody reads: each project, how many applied, who won with which score and price."""
    told = house.get(ANYBODY, "/v1/results", batch=batch["code"])
    assert (told["projects"], told["awarded"]) == (sizes.tenders, sizes.tenders)
    assert told["organisations"] == sizes.organisations
    assert told["applications"] == sizes.applications
    assert told["applications_per_project"] == round(sizes.applications / sizes.tenders, 2)
    assert Counter(item["need_class"] for item in told["items"]) == sizes.themes
    prices = {entry.id: entry.price for entry in entries}
    for at, item in enumerate(told["items"]):
        won = item["award"]
        winner = ranking[at][0]
        assert (won["price"], won["score"]) == (prices[winner], str(scores.score(marks[winner])))
        assert won["state"] == "confirmed"
    spent = sum(item["award"]["price"] for item in told["items"])
    assert spent <= batch["budget"]
