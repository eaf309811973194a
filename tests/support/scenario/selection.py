"""Selection: the house proposes by quotas, a person decides otherwise in one case, and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from tests.support.scenario.house import House
from tests.support.scenario.needs import Root
from tests.support.scenario.people import OFFICER
from tests.support.scenario.sizes import Sizes


def cost(place: int) -> int:
    """What the need at this place of the ballot is estimated to cost, in fen."""
    return 8_000_000 + place * 17 % 60 * 100_000


def choose(
    house: House, sizes: Sizes, survey_id: str, *, roots: Sequence[Root], votes: Mapping[str, int]
) -> dict[str, int]:
    """Choose one need for each tender; what each of the chosen may cost."""
    costs = {root.id: cost(place) for place, root in enumerate(roots)}
    ranked = sorted(roots, key=lambda root: (-votes[root.id], -root.people, root.code))
    wanted = {"quotas": dict(sizes.themes), "costs": costs, "budget": sum(costs.values())}
    told = house.post(OFFICER, f"/v1/surveys/{survey_id}/selection-proposals", wanted)
    assert [(one["need_id"], one["votes"]) for one in told["candidates"]] == [
        (root.id, votes[root.id]) for root in ranked
    ]
    proposals = {one["basis"]: one["need_ids"] for one in told["proposals"]}
    assert set(proposals) == {"votes", "quotas", "greedy", "best_fit"}
    assert sorted(proposals["greedy"]) == sorted(costs), "the budget would pay for all"
    assert all(one["cost"] <= wanted["budget"] for one in told["proposals"])
    proposed = {
        name: [root.id for root in ranked if root.need_class == name][:quota]
        for name, quota in sizes.themes.items()
    }
    assert sorted(proposals["quotas"]) == sorted(chain(*proposed.values()))
    lives = [root.id for root in ranked if root.need_class == "life"]
    out, instead = proposed["life"][-1], lives[sizes.themes["life"]]
    chosen = [need for need in chain(*proposed.values()) if need != out] + [instead]
    decision = wanted | {"basis": "quotas", "chosen": chosen}
    path = f"/v1/surveys/{survey_id}/selection"
    wrong = house.refused(OFFICER, path, decision, code="invalid_input")
    assert {one["field"] for one in wrong["errors"]} == {"reasons"}
    reasons = {out: "区里已有同类项目", instead: "顺位递补，名额不变"}
    decided = house.post(OFFICER, path, decision | {"reasons": reasons})
    assert (sorted(decided["chosen"]), decided["reasons"]) == (sorted(chosen), reasons)
    parked = list(house.pages(OFFICER, "/v1/needs", state="parked"))
    assert len(parked) == len(roots) - sizes.tenders
    return {need: costs[need] for need in chosen}
