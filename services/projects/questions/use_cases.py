"""Asking about a call, and answering for all to read."""

from __future__ import annotations

from chassis.errors import Forbidden
from chassis.ids import uuid7
from chassis.work import Work
from services.projects import concerned, events
from services.projects.audit import use_cases as audit
from services.projects.batches import deadlines
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.errors import QuestionNotFound, TenderNotFound, WrongState
from services.projects.opendata import releases
from services.projects.providers import store as providers
from services.projects.questions.tables import CallQuestion
from services.projects.tenders import rules
from services.projects.tenders import store as tenders
from services.projects.tenders.rules import PUBLIC
from services.projects.tenders.tables import Tender


def ask_about_call(work: Work, *, tender_id: str, text: str) -> CallQuestion:
    """A social organisation asks; everybody reads the question, nobody reads who asked.

    Raises ``Unauthenticated``, ``Forbidden``, ``TenderNotFound`` and ``WrongState``.
    """
    if work.caller.kind != "provider":
        work.caller.require()
        raise Forbidden("only a social organisation asks about a call")
    tender = tenders.find(work.session, tender_id, lock=True)
    if tender is None or tender.state not in PUBLIC:
        raise TenderNotFound("there is no such tender")
    batch = batches.find(work.session, tender.batch_id)
    assert batch is not None  # the foreign key
    rules.require_question_time(tender.state, until=batch.questions_until, now=work.now)
    question = CallQuestion(
        id=uuid7(),
        tender_id=tender.id,
        text=text,
        asked_by=work.caller.id,
        asked_at=work.now,
    )
    work.session.add(question)
    work.emit(events.call_question(events.QUESTION_ASKED, question.id, tender, at=work.now))
    releases.asked(work, tender, question)
    return question


def answer_about_call(work: Work, *, question_id: str, answer: str) -> CallQuestion:
    """The federation answers, once, for all to read.

    Raises ``Forbidden``, ``QuestionNotFound`` and ``WrongState``.
    """
    work.caller.require("federation")
    question, tender, batch = _locked(work, question_id)
    if question.answered_at is not None:
        raise WrongState("it is answered", step="answer", state="answered")
    question.answer, question.answered_by = answer, work.caller.id
    question.answered_at = work.now
    work.session.flush()
    asked = tenders.questions(work.session, [tender.id])
    waiting = {
        *concerned.applicants(work.session, [tender.id]),
        *providers.acted_for(work.session, [one.asked_by for one in asked]),
    }
    work.emit(
        events.call_question(
            events.QUESTION_ANSWERED, question.id, tender, at=work.now, providers=sorted(waiting)
        )
    )
    releases.asked(work, tender, question)
    answered = all(one.answered_at is not None for one in asked)
    if tender.state == "open" and answered and work.now > batch.call_closes_at:
        deadlines.closed_late(work, batch)
    audit.record(
        work,
        audit.batch_chain(tender.batch_id),
        "question.answer",
        subject=question.id,
        data={"tender": tender.code},
        reason=answer,
    )
    return question


def _locked(work: Work, question_id: str) -> tuple[CallQuestion, Tender, Batch]:
    """A question with its tender and batch; the batch first, as whoever amends does. Raises
    ``QuestionNotFound``."""
    question = tenders.question(work.session, question_id)
    if question is None:
        raise QuestionNotFound("there is no such question")
    tender = tenders.find(work.session, question.tender_id)
    assert tender is not None  # the foreign key
    batch = batches.find(work.session, tender.batch_id, lock=True)
    assert batch is not None  # the foreign key
    for row in (tender, question):
        work.session.refresh(row, with_for_update=True)
    return question, tender, batch
