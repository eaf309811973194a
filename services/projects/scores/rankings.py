"""Counting the scores of a tender, and fixing its ranking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.errors import ModerationNeeded, PanelNotFound, SameOfficer, WrongState
from services.projects.panels import rules as panel_rules
from services.projects.panels import store as panels
from services.projects.scores import events, outcomes, rules, shown, store
from services.projects.scores.counted import record, require_no_tie, tender_of
from services.projects.scores.outcomes import Outcome
from services.projects.scores.tables import Moderation, Ranking
from services.projects.tenders import rules as tender_rules
from services.projects.tenders.tables import Tender


def count_scores(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Count what was handed in, once everybody has scored or the time is over with a quorum.

    Raises ``Forbidden``, ``TenderNotFound``, ``WrongState`` and ``ScoresMissing``.
    """
    tender = tender_of(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), "scores.count", subject=tender_id):
        work.caller.require("federation")
        step = tender_rules.STATES.take("moderate", state=tender.state)
        _require_all_in(work, tender)
        reviewers = outcomes.sitting(work.session, tender.id)
        for sheet in store.handed_in(work.session, tender.id, reviewers=reviewers):
            sheet.state = rules.SHEETS.take("lock", state=sheet.state).target
        tender.state = step.target
        work.session.flush()
        outcome = outcomes.compute(work.session, tender)
        flagged, tied = bool(outcome.turned), bool(outcome.tied)
        work.emit(events.scores_counted(tender, flagged=flagged, tied=tied, at=work.now))
        record(work, tender, "scores.count", outcome)
    return shown.outcome(tender, outcome)


def recount_scores(work: Work, *, tender_id: str, reason: str) -> dict[str, Any]:
    """Take the counting back, so that a sheet can be reopened; a moderation falls with it.

    Raises ``Forbidden``, ``TenderNotFound`` and ``WrongState`` (the ranking is fixed).
    """
    tender = tender_of(work, tender_id, lock=True)
    chain = audit.batch_chain(tender.batch_id)
    with recorded(work, chain, "scores.take_back", subject=tender_id):
        work.caller.require("federation")
        tender.state = tender_rules.STATES.take("rescore", state=tender.state).target
        for sheet in store.sheets(work.session, tender.id):
            if sheet.state == "locked":
                sheet.state = rules.SHEETS.take("unlock", state=sheet.state).target
        if (moderation := work.session.get(Moderation, tender.id)) is not None:
            work.session.delete(moderation)
        work.session.flush()
        data = {"tender": tender.code, "state": tender.state}
        audit.record(work, chain, "scores.take_back", subject=tender.id, data=data, reason=reason)
    return {"tender_id": tender.id, "state": tender.state}


def fix_ranking(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Fix the ranking of a tender: what the award builds upon, and nobody changes any more.

    Raises ``Forbidden``, ``TenderNotFound``, ``WrongState``, ``TieOpen``, ``ModerationNeeded`` and
    ``SameOfficer`` (a changed order is fixed by another officer than who changed it).
    """
    tender = tender_of(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), "ranking.fix", subject=tender_id):
        work.caller.require("federation")
        step = tender_rules.STATES.take("rank", state=tender.state)
        outcome = outcomes.compute(work.session, tender)
        require_no_tie(outcome)
        _require_moderated(outcome, officer=work.caller.id)
        rows = [_row(outcome, name, tender=tender, at=work.now) for name in outcome.order]
        work.session.add_all(rows)
        tender.state = step.target
        work.session.flush()
        told = [shown.ranked(each) for each in store.ranking(work.session, tender.id)]
        work.emit(events.ranking_fixed(tender, ranking=told, at=work.now))
        record(work, tender, "ranking.fix", outcome)
    return shown.outcome(tender, outcome)


def get_outcome(reading: Reading, *, tender_id: str) -> dict[str, Any]:
    """What the scores of a tender come to, once they are counted.

    Raises ``Forbidden``, ``TenderNotFound`` and ``WrongState``.
    """
    reading.caller.require("federation", "auditor")
    tender = tender_of(reading, tender_id)
    if not _is_counted(tender):
        raise WrongState("the scores are not counted yet", state=tender.state)
    return shown.outcome(tender, outcomes.compute(reading.session, tender))


def _is_counted(tender: Tender) -> bool:
    return tender.state in ("moderation", "ranked", *tender_rules.NOTICED)


def _require_all_in(work: Work, tender: Tender) -> None:
    panel = panels.of_tender(work.session, tender.id)
    if panel is None:
        raise PanelNotFound("this tender has no panel")
    batch = batches.find(work.session, tender.batch_id)
    assert batch is not None  # the foreign key
    counts = {name: len(of) for name, of in outcomes.totals(work.session, tender).items()}
    rules.require_all_in(
        counts,
        reviewers=len(outcomes.sitting(work.session, tender.id)),
        needed=panel_rules.quorum(sum(panel.seats.values())),
        until=batch.scores_until,
        now=work.now,
    )


def _require_moderated(outcome: Outcome, *, officer: str) -> None:
    decision = outcome.moderation
    if outcome.turned and decision is None:
        raise ModerationNeeded(
            "another way of counting changes ranks; decide about it first",
            applications=sorted(outcome.turned),
        )
    if decision is not None and decision.changed and decision.decided_by == officer:
        raise SameOfficer("somebody else fixes an order that you changed")


def _row(outcome: Outcome, name: str, *, tender: Tender, at: datetime) -> Ranking:
    application = outcome.applications[name]
    return Ranking(
        tender_id=tender.id,
        application_id=name,
        provider_id=application.provider_id,
        place=outcome.order.index(name) + 1,
        place_by_method=outcome.by_method.index(name) + 1,
        score=store.stored(outcome.figures[name].score),
        price=application.price,
        fixed_at=at,
    )
