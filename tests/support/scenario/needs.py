"""Demand: grassroots unions hand needs in, the federation takes them on and merges the alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from services.projects.demo.needs import demo_needs, rows
from tests.support.scenario.house import House
from tests.support.scenario.people import OFFICER, cadre
from tests.support.scenario.sizes import Sizes

MOST_OF_THEME = 4  # what goes beyond stays a need of its own, so that there is a choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A need that members vote on: it stands for ``merged`` others."""

    id: str
    code: str
    need_class: str
    people: int
    merged: tuple[str, ...]


def hand_in(house: House, sizes: Sizes) -> list[Root]:
    """Hand the needs in, decide and merge; what members vote on, those of a whole theme first."""
    chosen = _chosen(sizes)
    assert len(chosen) == sizes.needs
    written = list(demo_needs())
    told = house.together(
        lambda at: house.post(
            cadre(written[at][0]), "/v1/needs", asdict(written[at][1]), expect=201
        ),
        chosen,
    )
    assert {need["state"] for need in told} == {"submitted"}
    accepted = house.together(
        lambda need: house.post(OFFICER, f"/v1/needs/{need['id']}/acceptance", {}), told
    )
    assert {need["state"] for need in accepted} == {"accepted"}
    assert len(list(house.pages(OFFICER, "/v1/needs", state="accepted"))) == sizes.needs
    by_theme: dict[str, list[dict[str, object]]] = defaultdict(list)
    themes = [row["theme"] for row in rows("needs.csv")]
    for at, need in zip(chosen, told, strict=True):
        by_theme[themes[at]].append(need)
    groups = [found[:MOST_OF_THEME] for found in by_theme.values()]
    alone = [[need] for found in by_theme.values() for need in found[MOST_OF_THEME:]]
    roots = house.together(lambda group: _merged(house, group), [*groups, *alone])
    _check(house, sizes, roots)
    return roots


def _chosen(sizes: Sizes) -> list[int]:
    """The places, among all needs, of those whose theme is one of the first of its class."""
    themes: dict[str, list[str]] = defaultdict(list)
    found = []
    for at, row in enumerate(rows("needs.csv")):
        known = themes[row["need_class"]]
        if row["theme"] not in known:
            known.append(row["theme"])
        if known.index(row["theme"]) < sizes.themes[row["need_class"]]:
            found.append(at)
    return found


def _merged(house: House, group: Sequence[dict[str, object]]) -> Root:
    first, others = group[0], [str(need["id"]) for need in group[1:]]
    if others:
        wanted = {"need_ids": others, "reason": "同一件事，合并办理"}
        house.post(OFFICER, f"/v1/needs/{first['id']}/merges", wanted)
    return Root(
        id=str(first["id"]),
        code=str(first["code"]),
        need_class=str(first["need_class"]),
        people=int(str(first["people"])),
        merged=tuple(others),
    )


def _check(house: House, sizes: Sizes, roots: Sequence[Root]) -> None:
    """Every original is kept and points to the need that stands for it."""
    states = Counter(need["state"] for need in house.pages(OFFICER, "/v1/needs", limit=100))
    assert states == {"accepted": len(roots), "merged": sizes.needs - len(roots)}
    root = roots[0]
    story = house.get(OFFICER, f"/v1/needs/{root.merged[0]}")
    assert (story["became"]["id"], story["need"]["state"]) == (root.id, "merged")
    assert {one["id"] for one in house.get(OFFICER, f"/v1/needs/{root.id}")["merged"]} == {
        *root.merged
    }
