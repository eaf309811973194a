"""What offices do with surveys, and what members see of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis import paging
from chassis.errors import InvalidInput, Unauthenticated
from chassis.ids import short_code, uuid7
from chassis.work import Reading, Store, Work
from services.projects import events
from services.projects.audit import use_cases as audit
from services.projects.audit.rules import fingerprint
from services.projects.errors import SurveyNotFound
from services.projects.needs import store as needs
from services.projects.needs.rules import require_reader
from services.projects.needs.steps import take as take_need
from services.projects.surveys import rules, store
from services.projects.surveys.questions import Question, check_questions
from services.projects.surveys.tables import Survey


def create_survey(
    work: Work,
    *,
    title: str,
    introduction: str,
    questions: Sequence[Mapping[str, Any]],
    anonymous: bool,
    scopes: Sequence[str],
    audiences: Sequence[str],
    eligible: Mapping[str, int],
    opens_at: datetime,
    closes_at: datetime,
) -> Survey:
    """Draw up a survey. Raises ``InvalidInput``, ``Unauthenticated`` and ``Forbidden``."""
    rules.require_office(work.caller, scopes)
    rules.check_times(opens_at, closes_at, now=work.now)
    asked = [Question.of(question) for question in questions]
    check_questions(asked)
    survey = Survey(
        id=uuid7(),
        code=short_code(),
        title=title,
        introduction=introduction,
        questions=[question.to_json() for question in asked],
        anonymous=anonymous,
        scopes=list(scopes),
        audiences=list(audiences),
        eligible=dict(eligible),
        opens_at=opens_at,
        closes_at=closes_at,
        state=rules.STATES.initial,
        created_by=work.caller.id or work.caller.kind,
        created_at=work.now,
    )
    work.session.add(survey)
    return survey


def publish_survey(work: Work, *, survey_id: str) -> Survey:
    """Fix a survey; the needs among its options are voted on from now.

    Raises ``SurveyNotFound``, ``Forbidden``, ``InvalidInput`` and ``WrongState``.
    """
    survey = office_survey(work, survey_id, lock=True)
    rules.check_times(survey.opens_at, survey.closes_at, now=work.now)
    survey.state = rules.STATES.take("publish", state=survey.state).target
    voted_on = needs.locked(work.session, needs_of(survey))
    if unknown := needs_of(survey) - {need.id for need in voted_on}:
        raise InvalidInput.of("questions", f"there is no need {min(unknown)}")
    for need in voted_on:
        take_need(work, need, "put_to_vote", reason=survey.code)
    _record(work, survey, "survey.publish", questions_sha256=fingerprint(survey.questions))
    return survey


def list_surveys(reading: Reading, *, state: str, cursor: str, limit: int) -> dict[str, Any]:
    """One page of surveys for those who work in the union, newest first."""
    require_reader(reading.caller)
    found = store.newest_first(
        reading.session,
        state=state,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda survey: (survey.created_at, survey.id))


def get_survey(reading: Reading, *, survey_id: str) -> Survey:
    """One survey: any for those who work in the union, a published one for members it asks.

    Raises ``Unauthenticated`` and ``SurveyNotFound``.
    """
    caller = reading.caller
    if caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    survey = store.find(reading.session, survey_id)
    if survey is None or (
        caller.kind == "member"
        and not (survey.state != "draft" and rules.is_asked(survey, caller.union))
    ):
        raise SurveyNotFound("there is no such survey")
    if caller.kind != "member":
        require_reader(caller)
    return survey


def known_survey(reading: Reading, survey_id: str, *, lock: bool = False) -> Survey:
    """A survey, whoever runs it. Raises ``SurveyNotFound``."""
    survey = store.find(reading.session, survey_id, lock=lock)
    if survey is None:
        raise SurveyNotFound("there is no such survey")
    return survey


def office_survey(reading: Reading, survey_id: str, *, lock: bool = False) -> Survey:
    """A survey that the caller's office runs. Raises ``SurveyNotFound`` and ``Forbidden``."""
    survey = known_survey(reading, survey_id, lock=lock)
    rules.require_office(reading.caller, survey.scopes)
    return survey


def questions_of(survey: Survey) -> list[Question]:
    """The questions of a survey."""
    return [Question.of(question) for question in survey.questions]


def needs_of(survey: Survey) -> set[str]:
    """The ids of the needs that a survey's options stand for."""
    return {o.need_id for q in questions_of(survey) for o in q.options if o.need_id}


def move_surveys(opened: Store) -> None:
    """Open and close what is due by its stored times. Safe to do again, and by several."""
    with opened.work() as work:
        for survey in store.due(work.session, now=work.now):
            name = "open" if survey.state == "scheduled" else "close"
            step = rules.STATES.take(name, state=survey.state)
            survey.state = step.target
            work.emit(events.survey_changed(step.event, survey, at=work.now))
            _record(work, survey, f"survey.{name}")


def _record(work: Work, survey: Survey, act: str, **data: Any) -> None:
    work.session.flush()
    audit.record(
        work,
        audit.survey_chain(survey.id),
        act,
        subject=survey.id,
        data={"code": survey.code, "state": survey.state, **data},
    )
