"""What offices do with reports, and what others see of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chassis import paging
from chassis.errors import Unauthenticated
from chassis.work import Reading, Work
from services.projects import events
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.audit.rules import fingerprint
from services.projects.errors import (
    QuestionNotFound,
    ReportNotFound,
    SurveyNotFound,
    WrongState,
)
from services.projects.needs import store as needs
from services.projects.needs.steps import take as take_need
from services.projects.reports import chart, figures, rules, store
from services.projects.reports.tables import Report
from services.projects.surveys import store as survey_store
from services.projects.surveys.rules import is_asked
from services.projects.surveys.tables import Survey
from services.projects.surveys.use_cases import (
    known_survey,
    needs_of,
    office_survey,
    questions_of,
)


def get_report(reading: Reading, *, survey_id: str) -> dict[str, Any]:
    """The figures of a survey as they stand, and what was decided about them.

    Raises ``Unauthenticated``, ``SurveyNotFound`` and ``ReportNotFound`` (not yet for the caller).
    """
    survey, report = visible(reading, survey_id)
    groups = store.groups(reading.session, survey_id)
    districts: Counter[str] = Counter()
    ages: Counter[str] = Counter()
    for group in groups:
        districts[group.district] += group.ballots
        ages[group.age_band] += group.ballots
    fewest = figures.FEWEST if survey.anonymous else 1
    return {
        "survey_id": survey.id,
        "code": survey.code,
        "title": survey.title,
        "state": report.state if report else rules.STATES.initial,
        "minutes": report.minutes if report else "",
        "minutes_files": store.minutes(reading.session, survey_id),
        "published_at": report.published_at if report else None,
        "participants": figures.participants(groups, survey.eligible),
        "sheets": store.sheets(reading.session, survey_id),
        "questions": figures.results(
            questions_of(survey),
            store.cells(reading.session, survey_id),
            store.texts(reading.session, survey_id),
            districts=figures.folding(districts, fewest=fewest),
            ages=figures.folding(ages, fewest=fewest),
        ),
    }


def report_chart(reading: Reading, *, survey_id: str, question: str, by: str) -> str:
    """A question, by its options or each of them by groups, as SVG; without a question who took
    part. Raises as ``get_report`` does, and ``QuestionNotFound``."""
    report = get_report(reading, survey_id=survey_id)
    if not question:
        title = report["title"]
        return chart.of_participants(title, report["participants"], by=by or chart.WAYS[0])
    for result in report["questions"]:
        if result["code"] == question and result["options"]:
            return chart.of_question(result, by=by)
    raise QuestionNotFound("there is no such question with figures")


def list_survey_texts(
    reading: Reading, *, survey_id: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of the free texts, personal data masked. Raises as ``get_report`` does."""
    survey, _ = visible(reading, survey_id)
    found = store.text_page(
        reading.session,
        survey_id,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda row: (row.question, row.ballot_id))
    codes = [question.code for question in questions_of(survey)]
    page["items"] = [{"question": codes[row.question], "text": row.text} for row in page["items"]]
    return page


def discuss_report(work: Work, *, survey_id: str, minutes: str) -> dict[str, Any]:
    """Attach the minutes of the discussion; from now on no more paper comes in.

    Raises ``Unauthenticated``, ``Forbidden``, ``SurveyNotFound`` and ``WrongState``.
    """
    known_survey(work, survey_id)
    with recorded(work, audit.survey_chain(survey_id), "report.discuss", subject=survey_id):
        survey = office_survey(work, survey_id, lock=True)
        if (report := store.find(work.session, survey_id)) is not None:
            rules.STATES.take("discuss", state=report.state)
        rules.require_final(survey.state, store.sheets(work.session, survey_id))
        work.session.add(
            Report(
                survey_id=survey.id,
                state=rules.STATES.take("discuss", state=rules.STATES.initial).target,
                minutes=minutes,
                discussed_by=work.caller.id,
                discussed_at=work.now,
                published_by="",
                published_at=None,
            )
        )
        work.session.flush()
        shown = get_report(work, survey_id=survey_id)
        audit.record(
            work,
            audit.survey_chain(survey_id),
            "report.discuss",
            subject=survey_id,
            data={"code": survey.code, "figures_sha256": fingerprint(shown["questions"])},
            reason=minutes,
        )
        return shown


def publish_report(work: Work, *, survey_id: str) -> dict[str, Any]:
    """Publish the figures; the needs that were voted on are ranked by them.

    Raises as ``discuss_report`` does.
    """
    known_survey(work, survey_id)
    with recorded(work, audit.survey_chain(survey_id), "report.publish", subject=survey_id):
        survey = office_survey(work, survey_id, lock=True)
        report = store.find(work.session, survey_id, lock=True)
        if report is None:
            raise WrongState("the report is not discussed yet", step="publish", state="draft")
        step = rules.STATES.take("publish", state=report.state)
        report.state = step.target
        report.published_by = work.caller.id
        report.published_at = work.now
        for need in needs.locked(work.session, needs_of(survey)):
            take_need(work, need, "rank", reason=survey.code)
        work.emit(events.survey_changed(step.event, survey, at=work.now))
        work.session.flush()
        shown = get_report(work, survey_id=survey_id)
        audit.record(
            work,
            audit.survey_chain(survey_id),
            "report.publish",
            subject=survey_id,
            data={"code": survey.code, "figures_sha256": fingerprint(shown["questions"])},
        )
        return shown


def visible(reading: Reading, survey_id: str) -> tuple[Survey, Report | None]:
    """A survey whose report the caller may see. Raises as ``get_report`` does."""
    caller = reading.caller
    if caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    survey = survey_store.find(reading.session, survey_id)
    if survey is None:
        raise SurveyNotFound("there is no such survey")
    report = store.find(reading.session, survey_id)
    state = report.state if report else rules.STATES.initial
    asked = caller.kind == "member" and is_asked(survey, caller.union)
    if not rules.may_see(caller, state=state, scopes=survey.scopes, asked=asked):
        raise ReportNotFound("there is no report of this survey yet")
    return survey, report
