"""A small batch of which a panel is judging the files, the account ``reviewer`` among it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from chassis.personal import PersonalData
from services.projects.demo import applications, batches, panels, people, scores, surveys
from services.projects.demo.history import History
from services.projects.demo.providers import COUNT, Organisation
from services.projects.demo.surveys import Vote
from services.projects.demo.timetable import Timetable
from services.projects.needs.tables import Need
from services.projects.panels import store as panel_store
from services.projects.presentations.use_cases import plan_presentations
from services.projects.tenders.tables import Tender

_VOTE: Final = Vote(
    code="DEMOSV03",
    title="2026年困难群体关爱专项意向调查",
    ballots=200,
    quotas={"work": 1, "life": 2, "culture": 1},
)
_EACH: Final = 5  # applications for each tender


def carry_out(
    history: History, times: Timetable, needs: Sequence[Need], *, personal: PersonalData
) -> None:
    """Three tenders are being scored; of a fourth the reviewer has to declare first."""
    survey_id = surveys.show_closed(history, _VOTE, needs, closes_at=times.lately(-42), days=10)
    batch, tenders = batches.call(
        history,
        survey_id=survey_id,
        title=f"{times.now.year}年困难群体关爱专项服务",
        at=times.lately(-38),
        deadlines={
            "call_opens_at": times.lately(-34),
            "questions_until": times.lately(-28),
            "call_closes_at": times.lately(-16),
            "scores_until": times.lately(10),
            "award_notice_at": times.lately(17),
        },
    )
    batches.seal(history, batch, at=times.lately(-36), personal=personal)
    batches.move_calls(history, times.lately(-34))
    lots = panels.form(
        history,
        batch,
        tenders,
        name="judged",
        at=times.lately(-33),
        expert={"account_id": people.REVIEWER, "employer": Organisation(number=21).name},
    )
    panels.draw(history, lots, at=times.lately(-29))
    handed_in = _hand_in(history, times, tenders)
    batches.move_calls(history, times.lately(-16))
    batches.unseal(history, batch, at=times.lately(-15), personal=personal)
    applications.check(history, handed_in, at=times.lately(-14), out={})
    *scored, waiting = tenders
    for tender in scored:
        panels.declare(history, tender, at=times.lately(-11), conflicts={})
    panels.declare(history, waiting, at=times.lately(-11), conflicts={}, silent=people.REVIEWER)
    for tender in scored:
        panels.open_scoring(history, tender, at=times.lately(-10))
    plan_presentations(
        history.work(times.lately(-9), people.OFFICER),
        tender_id=scored[1].id,
        starts_at=times.lately(3),
        minutes=20,
        pause=5,
        place="市总工会三层会议室",
    )
    _score(history, times, scored, handed_in)


def _hand_in(history: History, times: Timetable, tenders: Sequence[Tender]) -> list[str]:
    return [
        applications.hand_in(
            history,
            tender,
            Organisation(number=(place * 31 + turn * 20 + 1) % COUNT),
            number=place * _EACH + turn,
            at=times.lately(-27) + timedelta(hours=11 * (place * _EACH + turn)),
        )
        for place, tender in enumerate(tenders)
        for turn in range(_EACH)
    ]


def _score(
    history: History, times: Timetable, tenders: Sequence[Tender], handed_in: Sequence[str]
) -> None:
    """The others are done with the first tender and begin the second; the reviewer has handed in
    two sheets of the first and begun a third."""
    for place, tender in enumerate(tenders[:2]):
        seats = panel_store.seats(history.session, [tender.id])
        files = handed_in[place * _EACH : (place + 1) * _EACH]
        for number, seat in enumerate(seats):
            own = seat.account_id == people.REVIEWER
            for rank, application_id in enumerate(files):
                if rank < _begun(place, own=own):
                    scores.hand_in(
                        history,
                        application_id,
                        seat.account_id,
                        rank=(rank * 2 + 1) % _EACH,
                        at=times.lately(-8 + 3 * place) + timedelta(minutes=40 * number + rank),
                        whole=not own or rank < _begun(place, own=own) - 1,
                    )


def _begun(place: int, *, own: bool) -> int:
    """Of how many files of a tender a sheet is begun."""
    return ((3, 0) if own else (_EACH, 2))[place]
