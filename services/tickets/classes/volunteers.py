"""Naming, confirming and losing volunteers; places follow at once."""

from __future__ import annotations

import json
from typing import Any

from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.tickets.classes import events, rights, rules, store
from services.tickets.classes.rules import Phase
from services.tickets.classes.tables import ChildClass, ClassSeason, ClassVolunteer
from services.tickets.enrolment import promoting
from services.tickets.enrolment import store as enrolment
from services.tickets.errors import VolunteerNotFound, WrongPhase, WrongState

PURPOSE = "class-volunteer"


def list_class_volunteers(
    reading: Reading, *, personal: PersonalData, class_id: str
) -> dict[str, Any]:
    """The volunteers of a class, for its officers and staff.

    Raises ``ClassNotFound``, ``Unauthenticated`` and ``Forbidden``.
    """
    season, _ = rights.season_and_class(reading, class_id)
    rights.require_officer_or_staff(reading, season, class_id)
    found = store.volunteers_of(reading.session, class_id)
    return {"items": [_shown(each, personal) for each in found]}


def add_class_volunteer(
    work: Work, *, personal: PersonalData, class_id: str, name: str, phone: str
) -> dict[str, Any]:
    """Name a volunteer; the same number again is the volunteer there is.

    Raises as ``list_class_volunteers`` does, ``WrongPhase``, and ``InvalidInput`` for somebody who
    already helps in another class of the season.
    """
    season, child_class = _locked(work, class_id)
    index = personal.index("".join(filter(str.isdigit, phone)), purpose=PURPOSE)
    siblings = [each.id for each in store.classes_of(work.session, [season.id])[season.id]]
    there = store.volunteer_by_index(work.session, class_ids=siblings, index=index)
    if there is not None and there.class_id != child_class.id:
        raise InvalidInput.of("phone", "helps in another class of this season")
    if there is not None:
        return _shown(there, personal)
    volunteer = ClassVolunteer(
        id=uuid7(),
        class_id=class_id,
        phone_index=index,
        sealed=personal.seal(
            json.dumps({"name": name, "phone": phone}, ensure_ascii=False), purpose=PURPOSE
        ),
        named_at=work.now,
        named_by=work.caller.id,
    )
    work.session.add(volunteer)
    work.session.flush()
    return _shown(volunteer, personal)


def confirm_class_volunteer(
    work: Work, *, personal: PersonalData, volunteer_id: str
) -> dict[str, Any]:
    """Count on a volunteer: places open, and are offered to those who wait.

    Again changes nothing. Raises ``VolunteerNotFound``, ``WrongState`` for one who has withdrawn,
    and as ``add_class_volunteer`` does.
    """
    season, _, volunteer = _volunteer(work, volunteer_id)
    if volunteer.withdrawn_at is not None:
        raise WrongState("has withdrawn; name them anew", state="withdrawn")
    if volunteer.confirmed_at is None:
        volunteer.confirmed_at = work.now
        volunteer.confirmed_by = work.caller.id
        work.session.flush()
        promoting.promote(work, season)
    return _shown(volunteer, personal)


def withdraw_class_volunteer(
    work: Work, *, personal: PersonalData, volunteer_id: str
) -> dict[str, Any]:
    """Count on a volunteer no more. No child loses its place and no new place opens; where too
    few are left, it is told. Again changes nothing. Raises as ``confirm_class_volunteer`` does.
    """
    season, child_class, volunteer = _volunteer(work, volunteer_id)
    if volunteer.withdrawn_at is None:
        volunteer.withdrawn_at = work.now
        volunteer.withdrawn_by = work.caller.id
        work.session.flush()
        if volunteer.confirmed_at is not None:
            _tell_if_short(work, season, child_class)
    return _shown(volunteer, personal)


def _tell_if_short(work: Work, season: ClassSeason, child_class: ChildClass) -> None:
    confirmed = store.confirmed(work.session, [child_class.id]).get(child_class.id, 0)
    held = enrolment.held(work.session, [child_class.id]).get(child_class.id, 0)
    needed = rules.volunteers_needed(child_class, held)
    if confirmed < needed:
        work.emit(
            events.class_volunteers_short(
                season=season,
                class_id=child_class.id,
                class_title=child_class.title,
                confirmed=confirmed,
                needed=needed,
            )
        )


def _volunteer(work: Work, volunteer_id: str) -> tuple[ClassSeason, ChildClass, ClassVolunteer]:
    volunteer = store.find_volunteer(work.session, volunteer_id)
    if volunteer is None:
        raise VolunteerNotFound("there is no such volunteer")
    season, child_class = _locked(work, volunteer.class_id)
    work.session.refresh(volunteer)  # now that nobody else can change it
    return season, child_class, volunteer


def _locked(work: Work, class_id: str) -> tuple[ClassSeason, ChildClass]:
    season, child_class = rights.season_and_class(work, class_id)
    rights.require_officer_or_staff(work, season, class_id)
    season = rights.found(store.lock(work.session, season.id))
    phase = rules.phase_at(season, work.now)
    if phase in (Phase.OVER, Phase.CANCELLED):
        raise WrongPhase("the season is over or cancelled", phase=phase.value)
    return season, child_class


def _shown(volunteer: ClassVolunteer, personal: PersonalData) -> dict[str, Any]:
    state = "confirmed" if volunteer.confirmed_at else "named"
    return {
        "id": volunteer.id,
        "class_id": volunteer.class_id,
        "state": "withdrawn" if volunteer.withdrawn_at else state,
        "named_at": volunteer.named_at,
        **json.loads(personal.open(volunteer.sealed, purpose=PURPOSE)),
    }
