"""Chains of hashes: what is changed afterwards is seen, and where."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.audit.rules import (
    Act,
    BrokenChain,
    Head,
    canonical,
    head_line,
    link,
    verify,
)

AT = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)


def exported(count: int = 4) -> list[str]:
    """A chain as auditors get it."""
    head, lines = Head("needs"), []
    for number in range(count):
        act = Act(act="need.accept", subject=f"n{number}", actor="a", at=AT, data={"fen": number})
        entry = link(head, act)
        lines.append(entry.body)
        head = Head("needs", entry.sequence, entry.hash)
    return [head_line(head), *lines]


def broken(lines: list[str]) -> BrokenChain:
    with pytest.raises(BrokenChain) as caught:
        verify(lines)
    return caught.value


def test_a_whole_chain_is_whole():
    assert verify(exported(4)).sequence == 4
    assert verify([head_line(Head("needs"))]).sequence == 0


@given(place=st.integers(1, 4), data=st.data())
def test_any_change_is_found_no_later_than_at_the_next_entry(place, data):
    lines = exported(4)
    entry = json.loads(lines[place])
    field = data.draw(st.sampled_from(sorted(entry)))
    entry[field] = data.draw(
        st.sampled_from(["other", 7, {"fen": 99}, "f" * 64]).filter(lambda v: v != entry[field])
    )
    lines[place] = canonical(entry)
    assert broken(lines).place in (place, place + 1)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda lines: lines.pop(2), 2),
        (lambda lines: lines.pop(), 4),
        (lambda lines: lines.insert(2, lines[1]), 2),
        (lambda lines: lines.append(lines[-1]), 5),
        (lambda lines: lines.__setitem__(3, lines[3].replace(":", ": ", 1)), 3),
        (lambda lines: lines.__setitem__(3, "{"), 3),
        (lambda lines: lines.__setitem__(3, "[]"), 3),
        (lambda lines: lines.__setitem__(0, "{}"), 0),
        (lambda lines: lines.clear(), 0),
    ],
)
def test_the_first_broken_link_is_named(change, place):
    lines = exported(4)
    change(lines)
    assert broken(lines).place == place


def test_a_chain_that_was_written_anew_has_another_head():
    lines = exported(4)
    lines[0] = head_line(Head("needs", 4, "a" * 64))
    assert "head" in str(broken(lines))


@pytest.mark.parametrize("value", [0.5, {"a": 1.0}, [float("nan")], {5: "a"}, b"a", object()])
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(ValueError, match=r"canonical|texts"):
        canonical(value)
