"""Paper sheets: entered twice, settled, counted once beside the web."""

from __future__ import annotations

import base64
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from chassis.errors import Forbidden, InvalidInput, Unavailable
from services.projects.ballots.tables import Ballot, BallotVote, Voice
from services.projects.errors import SameClerk, SheetNotFound, WrongState
from services.projects.service import Projects
from services.projects.sheets import counting
from services.projects.sheets.tables import Sheet
from tests.component.projects.callers import AUDITOR, CADRE, ELSEWHERE, UNION, member, staff
from tests.component.projects.forms import ANSWERS, answer, draft, published
from tests.support.component import settings

CLERK = staff("grassroots", "chaoyang/jianwai/u0002")
FAR = staff("grassroots", ELSEWHERE)
HOUR = timedelta(hours=1)


class Cards:
    """The members service as it answers for cards: ``members_of_cards``."""

    def __init__(self):
        self.known = {f"{n:016}": (f"m{n}", UNION) for n in range(1, 10)}
        self.away = False

    def call(self, method, *, context, card_nos):
        assert (method, context.caller.kind) == ("members_of_cards", "system")
        if self.away:
            raise Unavailable("members did not answer in time")
        found = [(card, *self.known[card]) for card in card_nos if card in self.known]
        return {
            "items": [dict(zip(("card_no", "member_id", "union"), f, strict=True)) for f in found]
        }


@pytest.fixture
def cards():
    return Cards()


@pytest.fixture
def projects(component, cards):
    made = component(Projects, dependencies={"settings": settings(), "members": cards})
    made.clock.advance(HOUR)
    return made


def enter(projects, survey_id, caller=CADRE, number=1, **changes):
    form = {"card_no": f"{number:016}", "answers": ANSWERS, "age_band": "50-up"} | changes
    return projects.call(
        "enter_sheet", caller=caller, survey_id=survey_id, sheet_no=f"S-{number:03}", **form
    )


def twice(projects, survey_id, number=1, **changes):
    enter(projects, survey_id, CADRE, number, **changes)
    return enter(projects, survey_id, CLERK, number, **changes)


def states(projects, survey_id):
    page = projects.call("list_sheets", caller=CADRE, survey_id=survey_id)
    return {sheet["sheet_no"]: (sheet["state"], sheet["reason"]) for sheet in page["items"]}


def rows(projects, table):
    with projects.database.reading() as session:
        return session.scalars(sa.select(table)).all()


def test_two_equal_entries_make_a_ballot_once(projects):
    survey_id = published(projects)
    assert enter(projects, survey_id)["state"] == "entered"
    assert enter(projects, survey_id, CLERK)["state"] == "ready"
    for _ in range(2):
        projects.tick("count_sheets")
    assert states(projects, survey_id) == {"S-001": ("counted", "")}
    (ballot,) = rows(projects, Ballot)
    assert (ballot.origin, ballot.age_band, ballot.member_id) == ("paper", "50-up", "m1")
    assert len(rows(projects, BallotVote)) == 6


def test_the_order_of_ticks_is_no_difference_but_that_of_ranks_is(projects):
    survey_id = published(projects)
    ticks = {"answers": [ANSWERS[0], {"question": "q2", "options": ["c", "a"]}]}
    enter(projects, survey_id, answers=ANSWERS[:2])
    assert enter(projects, survey_id, CLERK, **ticks)["state"] == "ready"
    ranks = {"answers": [ANSWERS[0], {"question": "q3", "options": ["a", "c"]}]}
    enter(projects, survey_id, number=2, answers=[ANSWERS[0], ANSWERS[2]])
    assert enter(projects, survey_id, CLERK, number=2, **ranks)["differences"] == ["q3"]


def test_differences_wait_until_somebody_looks_at_the_paper(projects):
    survey_id = published(projects)
    enter(projects, survey_id)
    other = [{"question": "q1", "options": ["b"]}]
    sheet = enter(projects, survey_id, CLERK, answers=other, age_band="")
    assert (sheet["state"], sheet["differences"]) == (
        "differing",
        ["age_band", "q1", "q2", "q3", "q4", "q5"],
    )
    projects.tick("count_sheets")
    assert rows(projects, Ballot) == []
    entries = projects.call("get_sheet", caller=CADRE, sheet_id=sheet["id"])["entries"]
    assert [entry["answers"][0]["options"] for entry in entries] == [["a"], ["b"]]
    settled = {"card_no": f"{1:016}", "answers": other, "reason": "按原件核对"}
    projects.call("settle_sheet", caller=CADRE, sheet_id=sheet["id"], **settled)
    projects.tick("count_sheets")
    assert states(projects, survey_id) == {"S-001": ("counted", "按原件核对")}
    assert [(v.question, v.option) for v in rows(projects, BallotVote)] == [(0, 1)]
    with pytest.raises(WrongState):
        projects.call("settle_sheet", caller=CADRE, sheet_id=sheet["id"], **settled)


def test_a_tick_counts_all_that_is_ready_however_many_batches(projects, monkeypatch):
    monkeypatch.setattr(counting, "BATCH", 2)
    survey_id = published(projects)
    for number in range(1, 6):
        twice(projects, survey_id, number)
    projects.tick("count_sheets")
    assert {state for state, _ in states(projects, survey_id).values()} == {"counted"}


def test_one_voice_across_web_and_paper(projects):
    survey_id = published(projects)
    answer(projects, member("m1"), survey_id)
    twice(projects, survey_id, 1)
    twice(projects, survey_id, 2)
    enter(projects, survey_id, CADRE, 3, card_no=f"{2:016}")
    enter(projects, survey_id, CLERK, 3, card_no=f"{2:016}")
    projects.tick("count_sheets")
    assert [state for state, _ in states(projects, survey_id).values()] == [
        "duplicate",
        "counted",
        "duplicate",
    ]
    assert answer(projects, member("m2"), survey_id) == "already_counted"
    assert sorted(v.origin for v in rows(projects, Voice)) == ["paper", "web"]
    assert len(rows(projects, Ballot)) == 2


def test_an_unknown_card_and_a_member_not_asked_are_refused_with_the_reason(projects, cards):
    survey_id = published(projects, scopes=["chaoyang"])
    cards.known[f"{5:016}"] = ("m5", ELSEWHERE)
    twice(projects, survey_id, 99)
    twice(projects, survey_id, 5)
    projects.tick("count_sheets")
    assert states(projects, survey_id) == {
        "S-005": ("refused", "this survey is for members of other unions"),
        "S-099": ("refused", "no member has this card"),
    }
    assert rows(projects, Voice) == []


def test_while_members_are_away_sheets_wait(projects, cards):
    survey_id = published(projects)
    twice(projects, survey_id)
    cards.away = True
    with pytest.raises(Unavailable):
        projects.tick("count_sheets")
    assert states(projects, survey_id) == {"S-001": ("ready", "")}
    cards.away = False
    projects.tick("count_sheets")
    assert states(projects, survey_id) == {"S-001": ("counted", "")}


def test_card_and_answers_are_sealed_and_gone_once_counted(projects):
    survey_id = published(projects, anonymous=True)
    twice(projects, survey_id)
    (sheet,) = rows(projects, Sheet)
    assert f"{1:016}" not in sheet.first_sealed + sheet.second_sealed + sheet.final_sealed
    projects.tick("count_sheets")
    (sheet,) = rows(projects, Sheet)
    assert sheet.first_sealed == sheet.second_sealed == sheet.final_sealed == ""
    assert rows(projects, Ballot)[0].member_id is None


def test_two_entries_take_two_people_and_there_is_no_third(projects):
    survey_id = published(projects)
    enter(projects, survey_id)
    with pytest.raises(SameClerk):
        enter(projects, survey_id)
    enter(projects, survey_id, CLERK)
    with pytest.raises(WrongState):
        enter(projects, survey_id, staff("federation"))


def test_paper_is_entered_after_closing_too_but_not_before_opening(projects):
    early = published(projects, opens_at="2026-04-26T00:00:00Z")
    with pytest.raises(WrongState):
        enter(projects, early)
    with pytest.raises(WrongState):
        enter(projects, draft(projects))
    survey_id = published(projects)
    projects.clock.advance(timedelta(days=11))
    for _ in range(2):
        projects.tick("move_surveys")
    twice(projects, survey_id)
    projects.tick("count_sheets")
    assert states(projects, survey_id) == {"S-001": ("counted", "")}


@pytest.mark.parametrize("caller", [FAR, AUDITOR, member("m1")])
def test_sheets_are_not_for_everybody(projects, caller):
    survey_id = published(projects, scopes=["chaoyang"])
    sheet_id = enter(projects, survey_id)["id"]
    for call in (
        lambda: enter(projects, survey_id, caller, 2),
        lambda: projects.call("list_sheets", caller=caller, survey_id=survey_id),
        lambda: projects.call("get_sheet", caller=caller, sheet_id=sheet_id),
        lambda: projects.call("sheet_table", caller=caller, survey_id=survey_id),
    ):
        with pytest.raises(Forbidden):
            call()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"card_no": "123"}, "card_no"),
        ({"age_band": "old"}, "age_band"),
        ({"answers": [{"question": "q1", "options": ["z"]}]}, "answers.0.options"),
        ({"answers": []}, "answers"),
    ],
)
def test_a_wrong_field_of_a_sheet_is_named(projects, changes, field):
    survey_id = published(projects)
    with pytest.raises(InvalidInput) as caught:
        enter(projects, survey_id, **changes)
    assert [error.field for error in caught.value.errors] == [field]
    assert rows(projects, Sheet) == []


def test_a_sheet_that_is_not_in_dispute_is_not_shown(projects):
    sheet = enter(projects, published(projects))
    with pytest.raises(WrongState):
        projects.call("get_sheet", caller=CADRE, sheet_id=sheet["id"])
    with pytest.raises(SheetNotFound):
        projects.call("get_sheet", caller=CADRE, sheet_id=sheet["survey_id"])


def workbook(projects, survey_id, *lines):
    """The table that the service hands out, filled in."""
    table = projects.call("sheet_table", caller=CADRE, survey_id=survey_id)["data"]
    book = load_workbook(io.BytesIO(base64.b64decode(table)))
    for line in lines:
        book.worksheets[0].append(line)
    written = io.BytesIO()
    book.save(written)
    return base64.b64encode(written.getvalue()).decode()


def upload(projects, survey_id, data, caller=CADRE):
    return projects.call("upload_sheets", caller=caller, survey_id=survey_id, data=data)


def test_a_batch_goes_down_and_up_as_one_table(projects):
    survey_id = published(projects)
    lines = [[f"S-{n}", f"{n:016}", "30-39", None, "a", "a c", "c a", 4, "好"] for n in (1, 2)]
    data = workbook(projects, survey_id, *lines)
    assert upload(projects, survey_id, data) == {"entered": 2, "differing": 0}
    lines[1][4] = "b"
    data = workbook(projects, survey_id, *lines)
    assert upload(projects, survey_id, data, CLERK) == {"entered": 2, "differing": 1}
    projects.tick("count_sheets")
    assert states(projects, survey_id) == {"S-1": ("counted", ""), "S-2": ("differing", "")}


def test_a_batch_with_a_wrong_line_is_refused_as_a_whole(projects):
    survey_id = published(projects)
    data = workbook(
        projects,
        survey_id,
        ["S-1", f"{1:016}", "", "", "a"],
        ["S-2", "12", "", "", "a"],
        ["S 3", f"{3:016}", "", "", "z"],
        ["S-4", f"{4:016}", "", "", "z"],
    )
    with pytest.raises(InvalidInput) as caught:
        upload(projects, survey_id, data)
    assert [error.field for error in caught.value.errors] == [
        "rows.3.card_no",
        "rows.4.sheet_no",
        "rows.5.answers.0.options",
    ]
    assert rows(projects, Sheet) == []


@pytest.mark.parametrize("data", ["%%%", "aGVsbG8="])
def test_what_is_no_workbook_is_refused(projects, data):
    with pytest.raises(InvalidInput) as caught:
        upload(projects, published(projects), data)
    assert [error.field for error in caught.value.errors] == ["data"]
