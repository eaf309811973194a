"""Surveys from drawing up to the last ballot; one member, one voice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.projects.ballots.tables import Ballot, BallotText, BallotVote, Voice
from services.projects.errors import NotEligible, SurveyNotFound, WrongState
from tests.component.projects.callers import (
    AUDITOR,
    CADRE,
    DISTRICT,
    ELSEWHERE,
    FEDERATION,
    UNION,
    member,
    staff,
)
from tests.component.projects.conftest import accepted
from tests.component.projects.forms import ANSWERS, OPTIONS, QUESTIONS, answer, draft, published

HOUR = timedelta(hours=1)


def rows(projects, table):
    with projects.database.reading() as session:
        return session.scalars(sa.select(table)).all()


def get(projects, survey_id, caller=FEDERATION):
    return projects.call("get_survey", caller=caller, survey_id=survey_id)


def test_a_survey_opens_and_closes_by_its_times_once(projects):
    survey_id = published(projects)
    states = []
    for step in (timedelta(0), HOUR, timedelta(days=10)):
        projects.clock.advance(step)
        for _ in range(2):
            projects.tick("move_surveys")
        states.append(get(projects, survey_id)["state"])
    assert states == ["scheduled", "open", "closed"]
    assert [event["type"] for event in projects.events()] == [
        "projects.survey_opened.v1",
        "projects.survey_closed.v1",
    ]


def test_answers_are_taken_from_the_stored_second_even_before_a_tick(projects):
    survey_id = published(projects)
    projects.clock.advance(HOUR - timedelta(microseconds=1))
    with pytest.raises(WrongState):
        answer(projects, member("m1"), survey_id)
    projects.clock.advance(timedelta(microseconds=1))
    assert answer(projects, member("m1"), survey_id) == "counted"
    projects.clock.advance(timedelta(days=10))
    with pytest.raises(WrongState):
        answer(projects, member("m2"), survey_id)


def test_a_member_has_one_voice_and_the_first_ballot_stands(projects):
    survey_id = published(projects)
    projects.clock.advance(HOUR)
    assert answer(projects, member("m1"), survey_id) == "counted"
    other = [{"question": "q1", "options": ["b"]}]
    assert answer(projects, member("m1"), survey_id, answers=other) == "already_counted"
    assert answer(projects, member("m2"), survey_id) == "counted"
    assert len(rows(projects, Voice)) == len(rows(projects, Ballot)) == 2
    first = [(v.option, v.first) for v in rows(projects, BallotVote) if v.question == 0]
    assert first == [(0, 1), (0, 1)]


def test_a_named_survey_knows_who_said_what(projects):
    survey_id = published(projects)
    projects.clock.advance(HOUR)
    answer(projects, member("m1"), survey_id)
    (ballot,) = rows(projects, Ballot)
    assert (ballot.member_id, ballot.union, ballot.district) == ("m1", UNION, "chaoyang")


def test_an_anonymous_survey_does_not(projects):
    survey_id = published(projects, anonymous=True)
    projects.clock.advance(HOUR)
    answer(projects, member("m1"), survey_id)
    (ballot,), (voice,) = rows(projects, Ballot), rows(projects, Voice)
    assert (ballot.member_id, ballot.union, ballot.district) == (None, "", "chaoyang")
    assert (ballot.cast_at.hour, ballot.cast_at.minute) == (0, 0)
    assert ballot.id[14] == "4"  # random, not by time
    assert "m1" not in voice.voice


def test_a_repeat_with_a_key_keeps_no_fingerprint_of_a_ballot(projects):
    survey_id = published(projects, anonymous=True)
    projects.clock.advance(HOUR)
    request = {"survey_id": survey_id, "answers": ANSWERS}
    for outcome in ("counted", "already_counted"):
        receipt = projects.call("answer_survey", caller=member("m1"), key="k1", **request)
        assert receipt["outcome"] == outcome
    with projects.database.reading() as session:
        assert session.execute(sa.select(projects.store.messaging.answers)).all() == []


def test_free_text_is_kept_without_personal_data(projects):
    survey_id = published(projects)
    projects.clock.advance(HOUR)
    answers = [ANSWERS[0], {"question": "q5", "text": "请致电13812345678"}]
    answer(projects, member("m1"), survey_id, answers=answers)
    assert [row.text for row in rows(projects, BallotText)] == ["请致电[手机号]"]


def test_only_those_who_are_asked_answer(projects):
    survey_id = published(projects, scopes=["chaoyang"], audiences=["women"])
    projects.clock.advance(HOUR)
    assert answer(projects, member("m1"), survey_id, audience="women") == "counted"
    with pytest.raises(NotEligible):
        answer(projects, member("m2"), survey_id)
    with pytest.raises(SurveyNotFound):
        answer(projects, member("m3", ELSEWHERE), survey_id, audience="women")
    for caller, error in [(ANONYMOUS, Unauthenticated), (CADRE, Forbidden)]:
        with pytest.raises(error):
            answer(projects, caller, survey_id, audience="women")
    assert len(rows(projects, Ballot)) == 1


def test_a_wrong_answer_leaves_the_voice_unused(projects):
    survey_id = published(projects)
    projects.clock.advance(HOUR)
    with pytest.raises(InvalidInput) as caught:
        answer(projects, member("m1"), survey_id, answers=[{"question": "q1", "options": ["z"]}])
    assert [error.field for error in caught.value.errors] == ["answers.0.options"]
    assert answer(projects, member("m1"), survey_id) == "counted"


def test_members_see_what_asks_them_now(projects):
    here = published(projects, scopes=["chaoyang"])
    published(projects, scopes=["haidian"])
    draft(projects)
    me = member("m1")
    assert projects.call("list_my_surveys", caller=me)["items"] == []
    projects.clock.advance(HOUR)
    (item,) = projects.call("list_my_surveys", caller=me)["items"]
    assert (item["survey"]["id"], item["answered"]) == (here, False)
    answer(projects, me, here)
    (item,) = projects.call("list_my_surveys", caller=me)["items"]
    assert item["answered"] is True


def test_publishing_puts_the_needs_to_the_vote(projects):
    needs = [accepted(projects), accepted(projects)]
    options = [option | {"need_id": need} for option, need in zip(OPTIONS, needs, strict=False)]
    question = QUESTIONS[0] | {"options": options}
    survey_id = draft(projects, questions=[question])
    projects.call("publish_survey", caller=FEDERATION, survey_id=survey_id)
    for need_id in needs:
        need = projects.call("get_need", caller=FEDERATION, need_id=need_id)["need"]
        assert need["state"] == "in_vote"
        with pytest.raises(WrongState):
            projects.call("withdraw_need", caller=CADRE, need_id=need_id)
    again = draft(projects, questions=[question])
    with pytest.raises(WrongState):
        projects.call("publish_survey", caller=FEDERATION, survey_id=again)
    assert get(projects, again)["state"] == "draft"


def test_a_survey_cannot_be_published_twice_or_about_an_unknown_need(projects):
    survey_id = published(projects)
    with pytest.raises(WrongState):
        projects.call("publish_survey", caller=FEDERATION, survey_id=survey_id)
    options = [OPTIONS[0] | {"need_id": uuid7()}, OPTIONS[1]]
    unknown = draft(projects, questions=[QUESTIONS[0] | {"options": options}])
    with pytest.raises(InvalidInput):
        projects.call("publish_survey", caller=FEDERATION, survey_id=unknown)


@pytest.mark.parametrize(
    ("caller", "scopes", "may"),
    [
        (FEDERATION, [], True),
        (DISTRICT, ["chaoyang/jianwai"], True),
        (DISTRICT, [], False),
        (DISTRICT, ["haidian"], False),
        (CADRE, [UNION], False),
        (AUDITOR, [], False),
        (member("m1"), [UNION], False),
    ],
)
def test_an_office_asks_its_own_part(projects, caller, scopes, may):
    if may:
        assert get(projects, draft(projects, caller, scopes=scopes))["scopes"] == scopes
    else:
        with pytest.raises(Forbidden):
            draft(projects, caller, scopes=scopes)


def test_another_district_does_not_publish_for_this_one(projects):
    survey_id = draft(projects, DISTRICT, scopes=["chaoyang"])
    with pytest.raises(Forbidden):
        projects.call("publish_survey", caller=staff("district", "haidian"), survey_id=survey_id)


def test_surveys_are_listed_newest_first_on_pages(projects):
    made = []
    for _ in range(5):
        projects.clock.advance(timedelta(seconds=1))
        made.append(draft(projects))
    seen, cursor = [], ""
    while cursor is not None:
        page = projects.call("list_surveys", caller=AUDITOR, limit=2, cursor=cursor)
        seen += [survey["id"] for survey in page["items"]]
        cursor = page["next_cursor"]
    assert seen == made[::-1]
    with pytest.raises(Forbidden):
        projects.call("list_surveys", caller=member("m1"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_at": "2026-04-25T02:00:00Z"}, "closes_at"),
        ({"opens_at": "2026-01-01T00:00:00Z", "closes_at": "2026-01-02T00:00:00Z"}, "closes_at"),
        ({"opens_at": "2026-04-25 02:00"}, "opens_at"),
        ({"questions": []}, "questions"),
        ({"questions": [QUESTIONS[3] | {"most": 11}]}, "questions.0.most"),
        ({"questions": [QUESTIONS[0] | {"kind": "essay"}]}, "questions.0.kind"),
        ({"scopes": ["A/../b"]}, "scopes.0"),
        ({"eligible": {"chaoyang": -1}}, "eligible.chaoyang.value"),
        ({"anonymous": "yes"}, "anonymous"),
    ],
)
def test_a_wrong_field_of_a_survey_is_named(projects, changes, field):
    with pytest.raises(InvalidInput) as caught:
        draft(projects, **changes)
    assert [error.field for error in caught.value.errors] == [field]
