"""Casting ballots, from the web and from paper."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.projects.ballots import rules, store
from services.projects.ballots.tables import Ballot
from services.projects.privacy.use_cases import require_not_erased
from services.projects.surveys import rules as surveys
from services.projects.surveys import store as survey_store
from services.projects.surveys.questions import Filled, read_answers
from services.projects.surveys.tables import Survey
from services.projects.surveys.use_cases import get_survey, questions_of


def answer_survey(
    work: Work,
    *,
    secret: str,
    survey_id: str,
    answers: Sequence[Mapping[str, Any]],
    age_band: str,
    audience: str,
) -> dict[str, str]:
    """A member answers on the web; a second time, or after a paper sheet, changes nothing.

    Raises ``Unauthenticated``, ``Forbidden``, ``SurveyNotFound``, ``WrongState``,
    ``NotEligible``, ``MemberErased`` and ``InvalidInput``.
    """
    member_id = work.caller.require_member()
    require_not_erased(work, member_id)
    survey = get_survey(work, survey_id=survey_id)
    surveys.require_open(survey, now=work.now)
    surveys.require_eligible(survey, union=work.caller.union, audience=audience)
    filled = read_answers(questions_of(survey), answers)
    counted = cast(
        work,
        survey,
        filled,
        voice=rules.voice(secret, survey_id=survey.id, member_id=member_id),
        origin="web",
        member_id=member_id,
        union=work.caller.union,
        age_band=age_band,
        audience=audience,
    )
    return {"survey_id": survey.id, "outcome": "counted" if counted else "already_counted"}


def cast(
    work: Work,
    survey: Survey,
    filled: Filled,
    *,
    voice: str,
    origin: str,
    member_id: str,
    union: str,
    age_band: str,
    audience: str,
) -> bool:
    """Put a ballot into the box unless the voice has spoken; whether it was counted."""
    if not store.speak(work.session, survey_id=survey.id, voice=voice, origin=origin):
        return False
    hidden = survey.anonymous
    day = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    ballot = Ballot(
        # A UUIDv7 would tell the moment, and with it the order of the voices.
        id=str(uuid.uuid4()) if hidden else uuid7(),
        survey_id=survey.id,
        origin=origin,
        district=union.partition("/")[0],
        age_band=age_band,
        audience=audience,
        union="" if hidden else union,
        member_id=None if hidden else member_id,
        cast_at=day if hidden else work.now,
    )
    masked = {place: rules.without_personal_data(text) for place, text in filled.texts.items()}
    store.put_in(work.session, ballot, Filled(filled.votes, masked))
    return True


def list_my_surveys(reading: Reading, *, secret: str) -> dict[str, Any]:
    """The surveys that ask the member now, and which of them are answered.

    Raises ``Unauthenticated`` and ``Forbidden``.
    """
    member_id = reading.caller.require_member()
    asked = [
        survey
        for survey in survey_store.open_now(reading.session, now=reading.now)
        if surveys.is_asked(survey, reading.caller.union)
    ]
    voices = [
        (survey.id, rules.voice(secret, survey_id=survey.id, member_id=member_id))
        for survey in asked
    ]
    done = store.spoken(reading.session, voices)
    items = [{"survey": survey, "answered": survey.id in done} for survey in asked]
    return {"items": items, "next_cursor": None}
