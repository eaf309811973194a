"""Questions, answers, and who may answer when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from chassis.context import Caller, Role
from chassis.errors import Forbidden, InvalidInput
from services.projects.ballots.rules import voice, without_personal_data
from services.projects.errors import NotEligible, WrongState
from services.projects.surveys import rules
from services.projects.surveys.questions import (
    Option,
    Question,
    Vote,
    check_questions,
    read_answers,
)

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
SINGLE = Question("q1", "single", "?", OPTIONS, required=True)
MULTIPLE = Question("q2", "multiple", "?", OPTIONS, least=1, most=2)
RANKED = Question("q3", "ranked", "?", OPTIONS, most=3)
SCALE = Question("q4", "scale", "?", least=1, most=5)
TEXT = Question("q5", "text", "?")
ALL = (SINGLE, MULTIPLE, RANKED, SCALE, TEXT)
NOON = datetime(2026, 4, 25, 4, 0, tzinfo=UTC)


@dataclass
class Survey:
    state: str = "open"
    scopes: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    opens_at: datetime = NOON
    closes_at: datetime = NOON + timedelta(hours=1)


def test_good_questions_pass_and_survive_storing():
    check_questions(ALL)
    assert [Question.of(question.to_json()) for question in ALL] == list(ALL)


@pytest.mark.parametrize(
    ("question", "field_"),
    [
        (Question("q1", "single", "?", OPTIONS[:1]), "questions.0.options"),
        (Question("q1", "single", "?", (*OPTIONS, OPTIONS[0])), "questions.0.options"),
        (Question("q1", "text", "?", OPTIONS), "questions.0.options"),
        (Question("q1", "multiple", "?", OPTIONS, most=0), "questions.0.most"),
        (Question("q1", "ranked", "?", OPTIONS, most=4), "questions.0.most"),
        (Question("q1", "multiple", "?", OPTIONS, least=3, most=2), "questions.0.most"),
        (Question("q1", "scale", "?", least=5, most=5), "questions.0.most"),
        (Question("q1", "scale", "?", least=1, most=11), "questions.0.most"),
    ],
)
def test_a_wrong_question_is_named(question, field_):
    with pytest.raises(InvalidInput) as caught:
        check_questions([question])
    assert [error.field for error in caught.value.errors] == [field_]


def test_two_questions_with_one_code_are_refused():
    with pytest.raises(InvalidInput) as caught:
        check_questions([SCALE, SCALE])
    assert [error.field for error in caught.value.errors] == ["questions.1.code"]


def test_answers_become_marks_in_the_order_of_their_rank():
    filled = read_answers(
        ALL,
        [
            {"question": "q3", "options": ["c", "a"]},
            {"question": "q1", "options": ["b"]},
            {"question": "q4", "number": 4},
            {"question": "q5", "text": "好"},
        ],
    )
    assert filled.votes == (Vote(2, 2, 1), Vote(2, 0, 2), Vote(0, 1, 1), Vote(3, 0, 4))
    assert filled.texts == {4: "好"}


GIVEN = {"question": "q1", "options": ["a"]}


@pytest.mark.parametrize(
    ("answer", "field_"),
    [
        ({"question": "q9", "options": ["a"]}, "answers.1.question"),
        (GIVEN, "answers.1.question"),
        ({"question": "q2", "options": ["x"]}, "answers.1.options"),
        ({"question": "q2", "options": ["a", "a"]}, "answers.1.options"),
        ({"question": "q2", "options": ["a", "b", "c"]}, "answers.1.options"),
        ({"question": "q2", "options": []}, "answers.1.options"),
        ({"question": "q2", "options": ["a"], "number": 1}, "answers.1.options"),
        ({"question": "q4", "number": 6}, "answers.1.number"),
        ({"question": "q4", "number": 0}, "answers.1.number"),
        ({"question": "q4", "options": ["a"]}, "answers.1.number"),
        ({"question": "q5", "text": ""}, "answers.1.text"),
        ({"question": "q5", "number": 3}, "answers.1.text"),
    ],
)
def test_a_wrong_answer_is_named(answer, field_):
    with pytest.raises(InvalidInput) as caught:
        read_answers(ALL, [GIVEN, answer])
    assert [error.field for error in caught.value.errors] == [field_]


def test_a_required_question_wants_an_answer():
    with pytest.raises(InvalidInput):
        read_answers(ALL, [])
    assert read_answers([TEXT], []).votes == ()


@pytest.mark.parametrize(
    ("minutes", "state", "open_"),
    [
        (-1, "scheduled", False),
        (0, "scheduled", True),
        (59, "open", True),
        (60, "open", False),
        (30, "draft", False),
        (30, "closed", False),
    ],
)
def test_answers_are_taken_by_the_stored_times(minutes, state, open_):
    now = NOON + timedelta(minutes=minutes)
    if open_:
        rules.require_open(Survey(state=state), now=now)
    else:
        with pytest.raises(WrongState):
            rules.require_open(Survey(state=state), now=now)


def test_eligible_is_who_belongs_to_the_unions_and_the_audience():
    survey = Survey(scopes=["chaoyang", "haidian/shangdi"], audiences=["women"])
    for union in ("chaoyang/jianwai/u0001", "haidian/shangdi/u0001"):
        rules.require_eligible(survey, union=union, audience="women")
    for union, audience in [
        ("haidian/x/u0001", "women"),
        ("chaoyang2/x/u0001", "women"),
        ("chaoyang/jianwai/u0001", ""),
    ]:
        with pytest.raises(NotEligible):
            rules.require_eligible(survey, union=union, audience=audience)


def test_an_office_asks_only_its_own_part():
    district = Caller(kind="staff", id="d", roles=(Role("district", "chaoyang"),))
    rules.require_office(district, ["chaoyang/jianwai"])
    for scopes in ([], ["haidian"], ["chaoyang", "haidian"]):
        with pytest.raises(Forbidden):
            rules.require_office(district, scopes)


@pytest.mark.parametrize(
    ("role", "scope", "may"),
    [
        ("grassroots", "chaoyang/jianwai/u0001", True),
        ("grassroots", "haidian/x/u1", False),
        ("district", "chaoyang", True),
        ("district", "haidian", False),
        ("federation", "", True),
        ("auditor", "", False),
    ],
)
def test_who_enters_paper(role, scope, may):
    caller = Caller(kind="staff", id="x", roles=(Role(role, scope),))
    assert rules.may_enter_paper(caller, ["chaoyang"]) is may


def test_a_voice_is_the_members_own_in_each_survey():
    one = voice("s" * 32, survey_id="s1", member_id="m1")
    assert one == voice("s" * 32, survey_id="s1", member_id="m1")
    others = {
        voice("s" * 32, survey_id="s1", member_id="m2"),
        voice("s" * 32, survey_id="s2", member_id="m1"),
        voice("t" * 32, survey_id="s1", member_id="m1"),
    }
    assert len(others | {one}) == 4


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("请打13812345678找我", "请打[手机号]找我"),
        ("电话 138 1234 5678。", "电话 [手机号]。"),
        ("+86-13812345678", "[手机号]"),
        ("座机010-85551234", "座机[电话]"),
        ("卡号6217 0000 1234 5678", "卡号[卡号]"),
        ("身份证11010519900101123X", "身份证[证件号]"),
        ("邮箱 a.b@example.com 谢谢", "邮箱 [邮箱] 谢谢"),
        ("2026年4月25日至5月5日，每班20人", "2026年4月25日至5月5日，每班20人"),
    ],
)
def test_personal_data_in_a_free_text_is_named_not_kept(text, kept):
    assert without_personal_data(text) == kept
