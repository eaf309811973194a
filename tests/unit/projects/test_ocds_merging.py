"""Merging releases by our own rules gives what the reference implementation gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.projects.opendata.merging import compiled, versioned
from tests.support.standards import ocds_merge

# As the schema says it of a release, in the words of the reference implementation.
RULES = {
    ("id",): "omitWhenMerged",
    ("date",): "omitWhenMerged",
    ("tag",): "omitWhenMerged",
    ("roles",): "wholeListMerge",
    ("parties", "additionalIdentifiers"): "wholeListMerge",
}
VALUES = st.none() | st.integers(0, 3) | st.sampled_from(["", "甲", "乙"])


def some(**fields):
    """An object that has some of its fields."""
    return st.fixed_dictionaries({}, optional=fields)


def listed(**fields):
    """Objects with ids, no id twice."""
    item = st.fixed_dictionaries({"id": st.sampled_from("abc")}, optional=fields)
    return st.lists(item, max_size=3, unique_by=lambda one: one["id"])


CONTENTS = some(
    title=VALUES,
    tender=some(
        id=VALUES,
        value=some(amount=VALUES, currency=VALUES),
        items=listed(n=VALUES, units=listed(x=VALUES)),
    ),
    parties=listed(
        name=VALUES, additionalIdentifiers=st.lists(some(id=st.sampled_from("xy"), n=VALUES))
    ),
    roles=st.lists(st.sampled_from("pqr"), min_size=1, max_size=2),
    notes=st.lists(st.fixed_dictionaries({"text": VALUES}), max_size=2),
)
RELEASES = st.lists(
    st.tuples(CONTENTS, st.sampled_from(["2026-04-01", "2026-04-02", "2026-04-03"])),
    min_size=1,
    max_size=5,
).map(
    lambda told: [
        {"ocid": "o-1", "id": f"r{at}", "date": date, "tag": ["tender"], "initiationType": "tender"}
        | contents
        for at, (contents, date) in enumerate(told)
    ]
)


@pytest.fixture(scope="module")
def merger():
    return ocds_merge().Merger(merge_rules=RULES)


@given(releases=RELEASES)
@settings(deadline=None, max_examples=150)
def test_merged_releases_are_those_of_the_reference(merger, releases):
    assert compiled(releases) == merger.create_compiled_release(releases)
    assert versioned(releases) == merger.create_versioned_release(releases)


def release(number: int, **contents):
    date = f"2026-04-{number:02d}"
    return {"ocid": "o-1", "id": f"r{number}", "date": date, "tag": ["tender"], **contents}


def test_a_record_holds_the_latest_values_and_their_history():
    first = release(1, tender={"id": "t", "status": "planned", "items": [{"id": "1", "n": 1}]})
    second = release(2, tender={"status": "active", "items": [{"id": "2", "n": 2}]})
    third = release(3, tender={"status": None, "items": [{"id": "1", "n": 3}]})
    now = compiled([third, first, second])
    assert (now["id"], now["date"], now["tag"]) == ("o-1-2026-04-03", "2026-04-03", ["compiled"])
    assert now["tender"] == {"id": "t", "items": [{"id": "1", "n": 3}, {"id": "2", "n": 2}]}
    history = versioned([third, first, second])["tender"]["status"]
    assert [one["value"] for one in history] == ["planned", "active", None]
    assert [one["releaseID"] for one in history] == ["r1", "r2", "r3"]
