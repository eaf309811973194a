"""Which events set and move deadlines, and who waits for a reminder since, or needs none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.work import Work
from services.notify.deadlines import use_cases
from services.notify.deadlines.rules import CORRECTION, HAND_IN, MILESTONES, SCORES, SHEET
from services.notify.purchases.rules import Party, holder, holders, office

Heard = Mapping[str, Any]


def hear(work: Work, event: ReceivedEvent, data: Heard) -> None:
    """Keep up with the deadlines that an event is about, if it is about any."""
    for step in _STEPS.get(event.type, ()):
        step(work, event, data)


def _timetable(work: Work, event: ReceivedEvent, data: Heard) -> None:
    times = {name: data.get(name) for name in MILESTONES}
    use_cases.know(work, data["batch_id"], times, known_at=event.time)


def _milestones(work: Work, event: ReceivedEvent, data: Heard) -> None:
    batch_id = data["batch_id"]
    for name in MILESTONES:
        use_cases.await_deadline(
            work,
            name,
            group_id=batch_id,
            subject=batch_id,
            party=office(""),
            template=f"remind_{name}",
            title=data["title"],
            known_at=event.time,
        )


def _cancelled(work: Work, event: ReceivedEvent, data: Heard) -> None:
    use_cases.call_off(work, data["batch_id"], names=MILESTONES, known_at=event.time)


def _hand_in(work: Work, event: ReceivedEvent, data: Heard) -> None:
    party = holder(data["provider_id"])
    _await(work, event, data, HAND_IN, party, template="remind_hand_in")


def _handed_in(work: Work, event: ReceivedEvent, data: Heard) -> None:
    _done(work, event, data, HAND_IN, holder(data["provider_id"]))


def _correct(work: Work, event: ReceivedEvent, data: Heard) -> None:
    application = data["application_id"]
    times = {CORRECTION: data["correction_until"]}
    use_cases.know(work, application, times, known_at=event.time)
    use_cases.await_deadline(
        work,
        CORRECTION,
        group_id=application,
        subject=application,
        party=holder(data["provider_id"]),
        template="remind_correction",
        title=data["title"],
        known_at=event.time,
    )


def _corrected(work: Work, event: ReceivedEvent, data: Heard) -> None:
    application, party = data["application_id"], holder(data["provider_id"])
    use_cases.need_no_more(
        work,
        CORRECTION,
        group_id=application,
        subject=application,
        party=party,
        known_at=event.time,
    )


def _score(work: Work, event: ReceivedEvent, data: Heard) -> None:
    times = {SCORES: data["scores_until"]}
    use_cases.know(work, data["batch_id"], times, known_at=event.time)
    for party in holders(data["reviewers"]):
        _await(work, event, data, SCORES, party, template="remind_scores")


def _called(work: Work, event: ReceivedEvent, data: Heard) -> None:
    """An alternate may come when files are open already."""
    if data["alternate"]:
        for party in holders([data["reviewer_id"]]):
            _await(work, event, data, SCORES, party, template="remind_scores")


def _scored(work: Work, event: ReceivedEvent, data: Heard) -> None:
    for party in holders([data["reviewer_id"]]):
        _done(work, event, data, SCORES, party)
        use_cases.need_no_more(
            work,
            SHEET,
            group_id=_sheet(data),
            subject=_sheet(data),
            party=party,
            known_at=event.time,
        )


def _counted(work: Work, event: ReceivedEvent, data: Heard) -> None:
    use_cases.close(
        work,
        SCORES,
        group_id=data["batch_id"],
        subject=data["tender_id"],
        known_at=event.time,
    )


def _reopened(work: Work, event: ReceivedEvent, data: Heard) -> None:
    use_cases.know(work, _sheet(data), {SHEET: data["until"]}, known_at=event.time)
    for party in holders([data["reviewer_id"]]):
        use_cases.await_deadline(
            work,
            SHEET,
            group_id=_sheet(data),
            subject=_sheet(data),
            party=party,
            template="remind_sheet",
            title=data["title"],
            known_at=event.time,
        )


def _sheet(data: Heard) -> str:
    return f"{data['tender_id']}:{data['reviewer_id']}"


def _await(
    work: Work, event: ReceivedEvent, data: Heard, name: str, party: Party, *, template: str
) -> None:
    use_cases.await_deadline(
        work,
        name,
        group_id=data["batch_id"],
        subject=data["tender_id"],
        party=party,
        template=template,
        title=data["title"],
        known_at=event.time,
    )


def _done(work: Work, event: ReceivedEvent, data: Heard, name: str, party: Party) -> None:
    use_cases.need_no_more(
        work,
        name,
        group_id=data["batch_id"],
        subject=data["tender_id"],
        party=party,
        known_at=event.time,
    )


_Step = Callable[[Work, ReceivedEvent, Heard], None]
_STEPS: Mapping[str, tuple[_Step, ...]] = {
    "projects.batch_approved.v1": (_timetable, _milestones),
    "projects.call_published.v1": (_timetable,),
    "projects.deadlines_moved.v1": (_timetable,),
    "projects.call_amended.v1": (_timetable,),
    "projects.batch_cancelled.v1": (_cancelled,),
    "projects.application_begun.v1": (_timetable, _hand_in),
    "projects.application_outdated.v1": (_hand_in,),
    "projects.application_sealed.v1": (_handed_in,),
    "projects.application_withdrawn.v1": (_handed_in,),
    "projects.correction_asked.v1": (_correct,),
    "projects.correction_handed_in.v1": (_corrected,),
    "projects.application_admitted.v1": (_corrected,),
    "projects.application_disqualified.v1": (_corrected,),
    "projects.scoring_opened.v1": (_score,),
    "projects.reviewer_called.v1": (_called,),
    "projects.reviewer_recused.v1": (_scored,),
    "projects.scores_handed_in.v1": (_scored,),
    "projects.scores_counted.v1": (_counted,),
    "projects.sheet_reopened.v1": (_reopened,),
}
