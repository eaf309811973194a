"""Proposing and deciding which needs the union buys for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.errors import InvalidInput
from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.audit.rules import hash_of
from services.projects.errors import SelectionNotFound, WrongState
from services.projects.needs import store as needs
from services.projects.needs.steps import take as take_need
from services.projects.reports.use_cases import get_report
from services.projects.selection import rules
from services.projects.selection.tables import Selection
from services.projects.surveys.tables import Survey
from services.projects.surveys.use_cases import known_survey, needs_of, office_survey


def propose_selection(
    reading: Reading,
    *,
    survey_id: str,
    quotas: Mapping[str, int],
    budget: int,
    costs: Mapping[str, int],
) -> dict[str, Any]:
    """The needs that were voted on by rank, and every proposal side by side.

    Raises ``Unauthenticated``, ``Forbidden``, ``SurveyNotFound``, ``InvalidInput`` and
    ``WrongState`` (the report is not published).
    """
    survey = office_survey(reading, survey_id)
    candidates = _candidates(reading, survey, costs, budget)
    proposed = rules.proposals(candidates, quotas=quotas, budget=budget)
    return {
        "candidates": rules.ranked(candidates),
        "proposals": [
            {
                "basis": basis,
                "need_ids": [candidate.need_id for candidate in chosen],
                "votes": sum(candidate.votes for candidate in chosen),
                "cost": sum(candidate.cost for candidate in chosen),
            }
            for basis, chosen in proposed.items()
        ],
    }


def decide_selection(
    work: Work,
    *,
    survey_id: str,
    basis: str,
    quotas: Mapping[str, int],
    budget: int,
    costs: Mapping[str, int],
    chosen: Sequence[str],
    reasons: Mapping[str, str],
) -> Selection:
    """Choose, once; the needs that were voted on are selected or parked.

    Raises as ``propose_selection`` does; ``InvalidInput`` also for a difference from the proposal
    without a reason, and for a choice over the budget.
    """
    known_survey(work, survey_id)
    with recorded(work, audit.survey_chain(survey_id), "selection.decide", subject=survey_id):
        survey = office_survey(work, survey_id, lock=True)
        if work.session.get(Selection, survey_id) is not None:
            raise WrongState("the selection is decided", step="select", state="decided")
        candidates = _candidates(work, survey, costs, budget)
        proposed = rules.proposals(candidates, quotas=quotas, budget=budget).get(basis)
        if proposed is None:
            raise InvalidInput.of("basis", "there is no budget to choose by")
        rules.check_decision(candidates, proposed, chosen=chosen, reasons=reasons, budget=budget)
        selection = Selection(
            survey_id=survey.id,
            basis=basis,
            quotas=dict(quotas),
            budget=budget,
            costs=dict(costs),
            proposed=[candidate.need_id for candidate in proposed],
            chosen=list(chosen),
            reasons=dict(reasons),
            decided_by=work.caller.id or work.caller.kind,
            decided_at=work.now,
        )
        work.session.add(selection)
        for need in needs.locked(work.session, needs_of(survey)):
            step = "select" if need.id in chosen else "park"
            take_need(work, need, step, reason=reasons.get(need.id, ""))
        audit.record(
            work,
            audit.survey_chain(survey_id),
            "selection.decide",
            subject=survey_id,
            data={
                "basis": basis,
                "quotas": selection.quotas,
                "budget": budget,
                "costs": selection.costs,
                "proposed": selection.proposed,
                "chosen": selection.chosen,
                "reasons_sha256": {need: hash_of(why) for need, why in sorted(reasons.items())},
            },
        )
        return selection


def get_selection(reading: Reading, *, survey_id: str) -> Selection:
    """What was decided, for all who may see the report.

    Raises as ``get_report`` does, and ``SelectionNotFound``.
    """
    get_report(reading, survey_id=survey_id)
    selection = reading.session.get(Selection, survey_id)
    if selection is None:
        raise SelectionNotFound("nothing is decided yet")
    return selection


def _candidates(
    reading: Reading, survey: Survey, costs: Mapping[str, int], budget: int
) -> list[rules.Candidate]:
    report = get_report(reading, survey_id=survey.id)
    if report["state"] != "published":
        raise WrongState(
            "the report is not published yet", step="select", state=str(report["state"])
        )
    votes: Counter[str] = Counter()
    for question in report["questions"]:
        for option in question["options"]:
            if option["need_id"]:
                votes[option["need_id"]] += option["points"] or option["votes"]
    candidates = [
        rules.Candidate(
            need_id=need.id,
            code=need.code,
            need_class=need.need_class,
            votes=votes[need.id],
            people=need.people,
            cost=costs.get(need.id, 0),
        )
        for need in needs.several(reading.session, list(votes))
    ]
    rules.check_costs(candidates, costs, budget)
    return candidates
