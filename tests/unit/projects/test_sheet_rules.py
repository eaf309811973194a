"""Comparing two entries of a sheet, and the Excel table of a batch."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from chassis.errors import InvalidInput
from services.projects.errors import SameClerk, WrongState
from services.projects.sheets import excel, rules
from services.projects.sheets.rules import STATES
from tests.unit.projects.test_survey_rules import ALL, MULTIPLE, RANKED


def form(**answers):
    """An entry; ``q2=["a"]`` fills in a question."""
    empty = {"options": [], "number": None, "text": None}
    return {
        "card_no": "1" * 16,
        "age_band": "30-39",
        "audience": "",
        "answers": [empty | {"question": code, "options": to} for code, to in answers.items()],
    }


def test_equal_entries_do_not_differ_whatever_their_order():
    one, other = form(q1=["a"], q2=["b"]), form(q2=["b"], q1=["a"])
    assert rules.differences(ALL, one, other) == []


def test_each_field_that_differs_is_named():
    one = form(q1=["a"], q2=["b"])
    other = form(q1=["b"], q2=["b"], q3=["c"]) | {"card_no": "2" * 16, "age_band": ""}
    assert rules.differences(ALL, one, other) == ["card_no", "age_band", "q1", "q3"]
    assert rules.differences(ALL, other, one) == ["card_no", "age_band", "q1", "q3"]


def test_ticks_are_put_in_the_order_of_the_sheet_and_ranks_are_not():
    ordered = rules.in_order([MULTIPLE, RANKED], form(q2=["c", "a"], q3=["c", "a"]))
    assert [answer["options"] for answer in ordered["answers"]] == [["a", "c"], ["c", "a"]]


def test_two_entries_take_two_people():
    rules.require_other_clerk("a", "b")
    with pytest.raises(SameClerk):
        rules.require_other_clerk("a", "a")


@pytest.mark.parametrize(
    ("state", "started", "discussed", "may"),
    [
        ("draft", True, False, False),
        ("scheduled", False, False, False),
        ("scheduled", True, False, True),
        ("closed", True, False, True),
        ("closed", True, True, False),
    ],
)
def test_paper_comes_in_between_opening_and_discussion(state, started, discussed, may):
    if may:
        rules.require_entry_time(state, started=started, discussed=discussed)
        return
    with pytest.raises(WrongState):
        rules.require_entry_time(state, started=started, discussed=discussed)


@pytest.mark.parametrize("state", sorted(STATES.states))
def test_a_sheet_is_entered_compared_settled_and_counted_in_that_order(state):
    ways = {
        "entered": {"match", "differ"},
        "differing": {"settle"},
        "ready": {"count", "find_double", "refuse"},
    }
    for step in STATES.steps:
        if step in ways.get(state, set()):
            STATES.take(step, state=state)
        else:
            with pytest.raises(WrongState):
                STATES.take(step, state=state)


def filled(*lines, heading=None):
    """A workbook as somebody sends it."""
    book = Workbook()
    book.active.append(heading or [*excel.COLUMNS, *(question.code for question in ALL)])
    for line in lines:
        book.active.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_the_table_to_download_can_be_uploaded():
    table = excel.empty_table(ALL)
    assert excel.read_table(ALL, table) == []
    codes = load_workbook(io.BytesIO(table))["codes"]
    assert ["", "a", "A"] in [[cell or "" for cell in row] for row in codes.values]


def test_a_filled_table_is_read_line_by_line():
    (row,) = excel.read_table(
        ALL, filled(["S-1", "1" * 16, "", None, "a", "a c", "c,b", 4.0, " 好 "], [None] * 9)
    )
    assert row["line"] == 2
    assert (row["sheet_no"], row["card_no"], row["audience"]) == ("S-1", "1" * 16, "")
    told = {a["question"]: a["options"] or a["number"] or a["text"] for a in row["answers"]}
    assert told == {"q1": ["a"], "q2": ["a", "c"], "q3": ["c", "b"], "q4": 4, "q5": "好"}


def test_a_line_that_cannot_be_read_is_named():
    with pytest.raises(InvalidInput) as caught:
        excel.read_table(ALL, filled(["S-1", "1", "", "", "a", "", "", "four", ""]))
    assert [error.field for error in caught.value.errors] == ["rows.2.q4"]


def bomb():
    """A small file that unpacks to more than a table can be."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (33 * 1024 * 1024))
    return written.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"sheet_no,card_no", b"PK\x03\x04rubbish", filled(heading=["a", "b"]), bomb()]
)
def test_what_is_no_table_of_this_survey_is_refused(data):
    with pytest.raises(InvalidInput) as caught:
        excel.read_table(ALL, data)
    assert [error.field for error in caught.value.errors] == ["data"]
