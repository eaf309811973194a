"""Figures from counted cells, and the charts and tables made of them."""

from __future__ import annotations

import io
import random
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from chassis.context import Caller, Role
from services.projects.errors import WrongState
from services.projects.reports import chart, excel, figures, rules
from services.projects.reports.figures import OTHERS, Cell, Group, folding
from tests.unit.projects.test_survey_rules import ALL

HERE = ("chaoyang", "30-39", "web")
THERE = ("haidian", "50-up", "paper")
SAME = {name: name for name in ("chaoyang", "haidian", "30-39", "50-up")}
CELLS = [
    Cell(0, 0, 1, *HERE, marks=6, ballots=6),
    Cell(0, 1, 1, *THERE, marks=2, ballots=2),
    Cell(1, 0, 1, *HERE, marks=5, ballots=5),
    Cell(1, 2, 1, *HERE, marks=5, ballots=0),
    Cell(2, 2, 1, *HERE, marks=4, ballots=4),
    Cell(2, 0, 2, *HERE, marks=4, ballots=0),
    Cell(3, 0, 5, *HERE, marks=1, ballots=1),
    Cell(3, 0, 2, *THERE, marks=2, ballots=2),
]


def results(cells=CELLS, **names):
    return figures.results(ALL, cells, {4: 3}, **({"districts": SAME, "ages": SAME} | names))


def test_each_kind_of_question_has_its_figures():
    single, multiple, ranked, scale, text = results()
    assert [option["votes"] for option in single["options"]] == [6, 2, 0]
    assert [option["share"] for option in single["options"]] == [0.75, 0.25, 0.0]
    assert single["options"][0]["by_district"] == {"chaoyang": 6}
    assert single["options"][1]["by_origin"] == {"paper": 2}
    assert (multiple["answered"], multiple["options"][2]["share"]) == (5, 1.0)
    assert [option["points"] for option in ranked["options"]] == [8, 0, 12]
    assert (scale["answered"], scale["mean"]) == (3, 3.0)
    assert {o["code"]: o["votes"] for o in scale["options"]} == {
        "1": 0,
        "2": 2,
        "3": 0,
        "4": 0,
        "5": 1,
    }
    assert (text["answered"], text["options"]) == (3, [])


def test_figures_do_not_depend_on_the_order_of_cells():
    shuffled = CELLS[:]
    random.Random(1).shuffle(shuffled)
    assert results(shuffled) == results()


def test_without_answers_there_are_no_shares():
    assert [r["answered"] for r in results([])] == [0, 0, 0, 0, 3]
    assert results([])[0]["options"][0]["share"] is None
    assert results([])[3]["mean"] is None


def test_participants_are_counted_by_origin_with_rates():
    told = figures.participants([Group(*HERE, 6), Group(*THERE, 2)], {"chaoyang": 12, "miyun": 4})
    assert told["total"] == 8
    assert told["by_origin"] == {"paper": 2, "web": 6}
    assert told["rate"] == 0.5
    assert told["rate_by_district"] == {"chaoyang": 0.5, "miyun": 0.0}
    assert figures.participants([], {})["rate"] is None


@pytest.mark.parametrize(
    ("sizes", "folded"),
    [
        ({"a": 9, "b": 5}, set()),
        ({"a": 9, "b": 4, "c": 3}, {"b", "c"}),
        ({"a": 9, "b": 6, "c": 1}, {"b", "c"}),
        ({"a": 2}, {"a"}),
        ({}, set()),
    ],
)
def test_small_groups_are_shown_together_so_that_none_is_the_difference(sizes, folded):
    names = folding(sizes, fewest=5)
    assert {name for name, shown in names.items() if shown == OTHERS} == folded
    assert set(names) == set(sizes)


def test_a_chart_is_valid_svg_with_a_bar_an_option():
    result = results()[0] | {"text": '<b>"甲"&乙'}
    result["options"][0]["text"] = "很长的选项名称" * 5 + "<&>"
    root = ElementTree.fromstring(chart.of_question(result))
    tag = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{tag}title").text == '<b>"甲"&乙'
    widths = [float(bar.get("width")) for bar in root.iter(f"{tag}rect")]
    assert widths == [pytest.approx(3 * widths[1], rel=0.01), widths[1], 0]
    assert widths[0] > 300


def test_a_table_holds_the_figures_and_runs_no_formula():
    report = {"questions": results(), "participants": figures.participants([Group(*HERE, 6)], {})}
    report["questions"][0]["options"][0]["text"] = "=1+1"
    book = load_workbook(io.BytesIO(excel.workbook(report)))
    rows = list(book["figures"].values)
    assert rows[1][3:6] == ("'=1+1", 6, 0.75)
    assert ("origin", "web", 6, None) in list(book["participants"].values)


@pytest.mark.parametrize(
    ("state", "sheets", "final"),
    [
        ("closed", {"counted": 9, "refused": 1, "duplicate": 1}, True),
        ("open", {}, False),
        ("closed", {"entered": 1}, False),
        ("closed", {"differing": 1}, False),
        ("closed", {"ready": 1}, False),
    ],
)
def test_only_final_figures_are_discussed(state, sheets, final):
    if final:
        rules.require_final(state, sheets)
        return
    with pytest.raises(WrongState):
        rules.require_final(state, sheets)


@pytest.mark.parametrize(
    ("caller", "draft", "published"),
    [
        (Caller("staff", "f", roles=(Role("federation"),)), True, True),
        (Caller("staff", "a", roles=(Role("auditor"),)), True, True),
        (Caller("staff", "d", roles=(Role("district", "chaoyang"),)), True, True),
        (Caller("staff", "d", roles=(Role("district", "haidian"),)), False, True),
        (Caller("staff", "g", roles=(Role("grassroots", "chaoyang/a/u1"),)), False, True),
        (Caller("member", "m", union="chaoyang/a/u1"), False, True),
    ],
)
def test_who_sees_a_report_when(caller, draft, published):
    for state, may in (("draft", draft), ("discussed", draft), ("published", published)):
        asked = caller.kind == "member"
        assert rules.may_see(caller, state=state, scopes=["chaoyang"], asked=asked) is may
    stranger = Caller("member", "n", union="haidian/a/u1")
    assert not rules.may_see(stranger, state="published", scopes=["chaoyang"], asked=False)
