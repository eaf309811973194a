"""Counting paper sheets: card to member, member to voice, voice to ballot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from chassis.context import CallContext
from chassis.work import Store, Work
from services.projects.ballots.rules import voice
from services.projects.ballots.use_cases import cast
from services.projects.errors import NotEligible
from services.projects.sheets import rules, store
from services.projects.sheets.sealing import Sealing
from services.projects.sheets.tables import Sheet
from services.projects.surveys import rules as surveys
from services.projects.surveys import store as survey_store
from services.projects.surveys.questions import read_answers
from services.projects.surveys.tables import Survey
from services.projects.surveys.use_cases import questions_of

BATCH = 200


class MembersService(Protocol):
    """The members service, as ``chassis.remote.Remote`` gives it."""

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Ask it."""


def count_sheets(opened: Store, members: MembersService, *, secret: str) -> None:
    """Count the sheets that are ready, batch by batch. Safe to do again, and by several.

    The members service is asked outside the transaction; a sheet that it does not answer for in
    time waits for the next tick.
    """
    sealing = Sealing(secret)
    while _count_batch(opened, members, sealing=sealing, secret=secret) == BATCH:
        pass  # A full batch of our own: there may be more, and nobody else is at them.


def _count_batch(opened: Store, members: MembersService, *, sealing: Sealing, secret: str) -> int:
    """Count some of the sheets that are ready; how many."""
    with opened.reading() as reading:
        cards = {
            sheet.id: str(sealing.open(sheet.final_sealed)["card_no"])
            for sheet in store.ready(reading.session, limit=BATCH)
        }
    if not cards:
        return 0
    answer = members.call(
        "members_of_cards", context=opened.context, card_nos=sorted(set(cards.values()))
    )
    known = {item["card_no"]: item for item in answer["items"]}
    with opened.work() as work:
        held = store.hold_ready(work.session, list(cards))
        # Held here, or the session would read a survey anew for each of its sheets.
        asked = {key: survey_store.find(work.session, key) for key in {s.survey_id for s in held}}
        for sheet in held:
            survey = asked[sheet.survey_id]
            assert survey is not None  # the foreign key says so
            member = known.get(cards[sheet.id])
            _count(work, sheet, survey, member, sealing=sealing, secret=secret)
        return len(held)


def _count(
    work: Work,
    sheet: Sheet,
    survey: Survey,
    member: Mapping[str, str] | None,
    *,
    sealing: Sealing,
    secret: str,
) -> None:
    form = sealing.open(sheet.final_sealed)
    if member is None:
        return _done(work, sheet, "refuse", reason="no member has this card")
    try:
        surveys.require_eligible(survey, union=member["union"], audience=form["audience"])
    except NotEligible as error:
        return _done(work, sheet, "refuse", reason=error.message)
    counted = cast(
        work,
        survey,
        read_answers(questions_of(survey), form["answers"]),
        voice=voice(secret, survey_id=survey.id, member_id=member["member_id"]),
        origin="paper",
        member_id=member["member_id"],
        union=member["union"],
        age_band=form["age_band"],
        audience=form["audience"],
    )
    if counted:
        return _done(work, sheet, "count", reason=sheet.reason)
    return _done(work, sheet, "find_double", reason="the member has spoken before")


def _done(work: Work, sheet: Sheet, step: str, *, reason: str) -> None:
    sheet.state = rules.STATES.take(step, state=sheet.state).target
    sheet.reason = reason
    sheet.first_sealed = sheet.second_sealed = sheet.final_sealed = ""
    sheet.changed_at = work.now
