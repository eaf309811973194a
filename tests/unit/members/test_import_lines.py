"""Lines of a file of members, one at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.cards.rules import new_card_number
from services.members.imports.rules import Checker, Row, UnreadableFile, columns, is_blank

HEADS = ["card_no", "name", "phone", "birth_year", "union"]
GOOD = [new_card_number(1), "张三", "13812345678", "1980", "chaoyang/jianwai/u0001"]


def checker(*scopes):
    return Checker(places=columns(1, HEADS), scopes=list(scopes or [""]), latest_birth_year=2010)


def codes(cells, *scopes):
    found = checker(*scopes).check(7, cells)
    assert isinstance(found, list)
    assert {problem.line for problem in found} == {7}
    return [(problem.column, problem.code) for problem in found]


def test_a_good_line():
    assert checker().check(2, GOOD) == Row(
        card_no=GOOD[0],
        name="张三",
        phone="13812345678",
        birth_year=1980,
        union="chaoyang/jianwai/u0001",
    )


def test_full_width_forms_and_numbers_of_excel_are_understood():
    typed = [
        " ".join([GOOD[0][:8], GOOD[0][8:]]),
        " 张三　",
        13812345678.0,
        1980,
        "/Chaoyang/jianwai/u0001/",
    ]
    assert checker().check(2, typed) == checker().check(2, GOOD)


@pytest.mark.parametrize(
    "heads",
    [
        ["卡号", "姓名", "手机", "出生年", "工会"],
        [" CARD_NO ", "Name", "phone", "birth_year", "UNION"],
        ["工会", "备注", "手机", "card_no", "姓名", "出生年"],
    ],
)
def test_headers_in_either_language_and_any_order(heads):
    assert set(columns(1, heads)) == set(HEADS)


@pytest.mark.parametrize(
    ("heads", "column"),
    [
        (["card_no", "name", "phone", "birth_year"], "union"),
        (["card_no", "卡号", "name", "phone", "birth_year", "union"], "card_no"),
        ([], "card_no"),
    ],
)
def test_a_header_that_is_not_there_once_is_named(heads, column):
    with pytest.raises(UnreadableFile) as caught:
        columns(1, heads)
    assert caught.value.problem.column == column


def test_a_short_line_lacks_what_it_lacks():
    assert codes(GOOD[:3]) == [("birth_year", "missing"), ("union", "missing")]


def test_every_wrong_cell_is_named():
    assert codes(["1", "", "x", "80", "?"]) == [
        ("card_no", "not_16_digits"),
        ("name", "missing"),
        ("phone", "not_a_mobile"),
        ("birth_year", "not_a_year"),
        ("union", "not_a_path"),
    ]


def test_what_lies_outside_ones_part_of_the_union_is_refused():
    assert codes(GOOD, "haidian", "chaoyang/wangjing") == [("union", "outside_scope")]
    assert codes(GOOD, "chaoyang/jianwa") == [("union", "outside_scope")]
    assert isinstance(checker("haidian", "chaoyang").check(1, GOOD), Row)


def test_control_characters_in_a_name_are_refused():
    assert codes([GOOD[0], "张\x00三", *GOOD[2:]]) == [("name", "control_characters")]


@pytest.mark.parametrize(
    ("cells", "blank"), [([], True), (["", None, " 　"], True), (["", 0], False)]
)
def test_blank_lines(cells, blank):
    assert is_blank(cells) is blank


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(GOOD),
)


@given(st.lists(cells, max_size=7))
def test_any_line_is_either_right_or_explained(line):
    found = checker().check(1, line)
    if isinstance(found, Row):
        assert len(found.card_no) == 16
        assert 0 < len(found.name) <= 60
        assert len(found.phone) == 11
    else:
        assert found
        assert all(problem.message and problem.column for problem in found)
