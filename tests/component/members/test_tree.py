"""The union tree: listed step by step, grown by officers."""

from __future__ import annotations

import pytest

from chassis.context import Caller
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.members.errors import UnionExists, UnionNotFound
from tests.component.members.conftest import CHAOYANG, FEDERATION, HAIDIAN

NEW = {"path": "chaoyang/jianwai/u0099", "kind": "grassroots", "name": "新工会", "name_en": "New"}


def paths(hall, **ask):
    page = hall.call("list_unions", caller=FEDERATION, **ask)
    return [union["path"] for union in page["items"]], page["next_cursor"]


def test_the_federation_has_sixteen_districts(hall):
    found, more = paths(hall())
    assert len(found) == 16
    assert more is None
    assert {"chaoyang", "haidian", "yanqing"} < set(found)


def test_a_list_is_paged(hall):
    hall = hall()
    first, cursor = paths(hall, limit=10)
    second, end = paths(hall, limit=10, cursor=cursor)
    assert (len(first), len(second), end) == (10, 6, None)
    assert first + second == paths(hall)[0]


def test_a_new_union_stands_in_its_place(hall):
    hall = hall()
    assert hall.call("add_union", caller=CHAOYANG, **NEW)["name"] == "新工会"
    assert NEW["path"] in paths(hall, parent="chaoyang/jianwai")[0]
    with pytest.raises(UnionExists):
        hall.call("add_union", caller=CHAOYANG, **NEW)


@pytest.mark.parametrize(
    "change",
    [
        {"path": "chaoyang/jianwai"},
        {"path": "chaoyang/jianwai/u1/u2"},
        {"path": "Chaoyang/x/y"},
        {"path": ""},
        {"kind": "street"},
        {"kind": "federation"},
        {"name": ""},
    ],
)
def test_what_fits_nowhere_is_refused(hall, change):
    with pytest.raises(InvalidInput):
        hall().call("add_union", caller=FEDERATION, **NEW | change)


def test_nothing_hangs_in_the_air(hall):
    with pytest.raises(UnionNotFound):
        hall().call("add_union", caller=FEDERATION, **NEW | {"path": "chaoyang/nowhere/u1"})


def test_rights(hall):
    hall = hall()
    with pytest.raises(Forbidden):
        hall.call("add_union", caller=HAIDIAN, **NEW)
    with pytest.raises(Forbidden):
        hall.call("list_unions", caller=Caller(kind="member", id="m", union="chaoyang"))
    with pytest.raises(Unauthenticated):
        hall.call("list_unions")
    with pytest.raises(UnionNotFound):
        hall.call("list_unions", caller=HAIDIAN, parent="atlantis")
