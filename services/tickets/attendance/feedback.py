"""What families say of a season."""

from __future__ import annotations

from typing import Any

from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.tickets.attendance import store
from services.tickets.attendance.tables import ClassFeedback
from services.tickets.classes import rights
from services.tickets.classes import store as classes
from services.tickets.classes.rules import Phase, phase_at
from services.tickets.classes.tables import ClassSeason
from services.tickets.enrolment import store as enrolment
from services.tickets.enrolment.rules import State
from services.tickets.errors import ApplicationNotFound, WrongPhase, WrongState
from services.tickets.sites.rules import CLASS_STAFF

PURPOSE = "class-feedback"


def give_class_feedback(
    work: Work, *, personal: PersonalData, application_id: str, rating: int, text: str
) -> dict[str, Any]:
    """Say how it is, 1 to 5 and a text, from the first day on; again replaces it.

    Raises ``ApplicationNotFound``, ``WrongState`` without a place, ``WrongPhase`` before the first
    day, ``Unauthenticated`` and ``Forbidden``.
    """
    member_id = work.caller.require_member()
    application = enrolment.find(work.session, application_id)
    if application is None or application.member_id != member_id:
        raise ApplicationNotFound("you have no such application")
    if application.state != State.PLACED:
        raise WrongState("only who has a place can tell", state=application.state)
    season = rights.found(classes.lock(work.session, application.season_id))
    phase = phase_at(season, work.now)
    if phase not in (Phase.RUNNING, Phase.OVER):
        raise WrongPhase("the classes have not begun", phase=phase.value)
    said = store.feedback(work.session, application.id)
    if said is None:
        said = ClassFeedback(application_id=application.id, season_id=season.id)
        work.session.add(said)
    said.rating, said.said_at = rating, work.now
    said.text_sealed = personal.seal(text, purpose=PURPOSE)
    return {"application_id": application.id, "rating": rating}


def list_class_feedback(
    reading: Reading, *, personal: PersonalData, season_id: str
) -> dict[str, Any]:
    """What families have said, without who said it; an auditor gets the numbers only.

    Raises ``SeasonNotFound``, ``Unauthenticated`` and ``Forbidden``.
    """
    season = rights.found(classes.find(reading.session, season_id))
    reads = rights.is_officer(reading.caller, season.path) or _is_staff(reading, season)
    if not reads:
        reading.caller.require("auditor", path=season.path)
    found = store.feedback_of(reading.session, season.id)
    texts = [personal.open(each.text_sealed, purpose=PURPOSE) for each in found] if reads else []
    return {
        "season_id": season.id,
        "ratings": [sum(each.rating == stars for each in found) for stars in range(1, 6)],
        "texts": [text for text in texts if text],
    }


def _is_staff(reading: Reading, season: ClassSeason) -> bool:
    ids = [each.id for each in classes.classes_of(reading.session, [season.id])[season.id]]
    caller = reading.caller
    return caller.has(CLASS_STAFF, season.path) and bool(
        classes.minded_by(reading.session, caller.id, ids)
    )
