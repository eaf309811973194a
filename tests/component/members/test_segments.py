"""Who belongs to a part of the union: for services that tell many, page by page."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.context import SYSTEM
from chassis.errors import Forbidden, InvalidInput
from tests.component.members.conftest import CHAOYANG, demo_members


def segment(hall: Any, **asked: Any) -> Any:
    return hall.call("members_of_segment", caller=SYSTEM, **asked)


def test_pages_hold_every_member_of_a_district_once(hall):
    hall = hall()
    found: list[str] = []
    more, after = True, None
    while more:
        page = segment(hall, unions=["chaoyang"], after=after, limit=7, count=True)
        found += page["member_ids"]
        more, after = page["more"], page["member_ids"][-1]
    expected = sum(member.district == "chaoyang" for member in demo_members())
    assert len(found) == len(set(found)) == expected == page["total"]
    assert found == sorted(found)


def test_a_path_holds_what_lies_below_it_and_nothing_that_begins_alike(hall):
    hall = hall()
    everybody = segment(hall, unions=[""], limit=1, count=True)["total"]
    assert everybody == len(demo_members())
    assert segment(hall, unions=["chaoyan"])["member_ids"] == []
    both = segment(hall, unions=["chaoyang", "haidian"], limit=1, count=True)["total"]
    assert both == sum(member.district in ("chaoyang", "haidian") for member in demo_members())


def test_groups_narrow_it_and_a_suspended_card_leaves_it(hall):
    hall = hall()

    def put(number: int, *groups: str) -> None:
        hall.call(
            "set_audiences",
            caller=CHAOYANG,
            card_no=hall.card(number),
            audiences=groups,
            reason="核对",
        )

    def count(*groups: str, union: str = "chaoyang") -> int:
        page = segment(hall, unions=[union], audiences=groups, count=True)
        assert len(page["member_ids"]) == page["total"]
        return int(page["total"])

    put(0)
    put(1)
    deaf, either = count("deaf"), count("volunteer", "wheelchair")
    elsewhere = count("deaf", union="haidian")
    put(0, "deaf")
    put(1, "deaf", "volunteer")
    assert count("deaf") == deaf + 2
    assert count("volunteer", "wheelchair") == either + 1
    assert count("deaf", union="haidian") == elsewhere
    hall.call("suspend_card", caller=CHAOYANG, card_no=hall.card(1), reason="遗失")
    assert count("deaf") == deaf + 1


def test_services_only_hear_it(hall):
    hall = hall()
    with pytest.raises(Forbidden):
        hall.call("members_of_segment", caller=CHAOYANG, unions=["chaoyang"])
    with pytest.raises(InvalidInput):
        segment(hall, unions=[])
