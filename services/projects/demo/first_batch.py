"""The scenario's first batch, from the survey to 35 awards: 289 applications of 164 organisations
for 12 work, 17 life and 6 cultural services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from chassis.personal import PersonalData
from services.projects.batches.tables import Batch
from services.projects.demo import applications, awards, batches, panels, scores, surveys
from services.projects.demo.history import History
from services.projects.demo.providers import COUNT, Organisation
from services.projects.demo.timetable import Timetable
from services.projects.needs.tables import Need
from services.projects.tenders.tables import Tender

APPLICATIONS: Final = 289
_CLASSES: Final = ("work", "life", "culture")
_OUT: Final = {  # disqualified, by number of the application
    61: "项目负责人从业不满三年。",
    130: "未按要求逐条应答。",
    207: "负责人同时列入另一机构同一项目。",
}
_ANSWER: Final = "可以，须在方案中写明牵头单位和各自分工。"
_DIVIDED: Final = (4, 15)  # tenders on which the ways of counting differ; the first is swapped
_DISMISSED, _UPHELD = 9, 20  # tenders that somebody objects to
_RECUSED: Final = 12  # the tender of which the federation takes somebody off


def carry_out(
    history: History, times: Timetable, needs: Sequence[Need], *, personal: PersonalData
) -> None:
    """All of it."""
    survey_id = surveys.show_closed(history, surveys.FIRST, needs, closes_at=times.first(-46))
    batch, tenders = batches.call(
        history,
        survey_id=survey_id,
        title=f"{times.notice.year}年第一批服务项目",
        at=times.first(-42),
        deadlines={
            "call_opens_at": times.first(-38),
            "questions_until": times.first(-28),
            "call_closes_at": times.first(-22),
            "scores_until": times.first(-7),
            "award_notice_at": times.first(0),
        },
    )
    batches.seal(history, batch, at=times.first(-40), personal=personal)
    batches.move_calls(history, times.first(-38))
    question = batches.ask(history, tenders[0], "可以由两家机构联合申报吗？", at=times.first(-37))
    batches.answer(history, question, _ANSWER, at=times.first(-36))
    _form_panels(history, times, batch, tenders)
    ranks = _hand_in(history, times, tenders)
    batches.move_calls(history, times.first(-22))
    batches.unseal(history, batch, at=times.first(-21), personal=personal)
    _check(history, times, ranks)
    _declare(history, times, tenders)
    _score(history, times, batch, tenders, ranks)
    _award(history, times, tenders)


def _form_panels(
    history: History, times: Timetable, batch: Batch, tenders: Sequence[Tender]
) -> None:
    """A panel a class; an expert of each works for an organisation that applies."""
    lots: list[str] = []
    for place, name in enumerate(_CLASSES):
        of_class = [tender for tender in tenders if tender.need_class == name]
        lots += panels.form(
            history,
            batch,
            of_class,
            name=f"first {name}",
            at=times.first(-35),
            expert={"employer": Organisation(number=tenders.index(of_class[place])).name},
        )
    panels.draw(history, lots, at=times.first(-31))


def _hand_in(history: History, times: Timetable, tenders: Sequence[Tender]) -> dict[str, int]:
    """The applications in the order of their numbers, each with the rank that it shall have."""
    ranks: dict[str, int] = {}
    for number in range(APPLICATIONS):
        turn, place = divmod(number, len(tenders))
        count = len(range(place, APPLICATIONS, len(tenders)))
        handed_in = applications.hand_in(
            history,
            tenders[place],
            Organisation(number=number % COUNT),
            number=number,
            at=times.first(-30) + timedelta(hours=number * 0.65),
        )
        ranks[handed_in] = (turn * 5 + place * 3) % count
    return ranks


def _check(history: History, times: Timetable, ranks: dict[str, int]) -> None:
    ids = list(ranks)
    out = {ids[number]: reason for number, reason in _OUT.items()}
    applications.check(history, ids, at=times.first(-20.5), out=out)


def _declare(history: History, times: Timetable, tenders: Sequence[Tender]) -> None:
    """An expert whose employer applied leaves that tender, and the federation takes one off."""
    for place, name in enumerate(_CLASSES):
        of_class = [tender for tender in tenders if tender.need_class == name]
        for tender in of_class:
            own = tender == of_class[place]
            expert = panels.expert_of(f"first {name}")
            reasons = {expert: "所在单位是本项目的申报机构。"} if own else {}
            panels.declare(history, tender, at=times.first(-18), conflicts=reasons)
    taken_off = tenders[_RECUSED]
    panels.recuse(
        history,
        taken_off,
        role="employee",
        at=times.first(-17.5),
        reason="近期受聘为申报机构授课，本人未申报。",
    )
    panels.declare(history, taken_off, at=times.first(-17.4), conflicts={})
    for tender in tenders:
        panels.open_scoring(history, tender, at=times.first(-17))


def _score(
    history: History,
    times: Timetable,
    batch: Batch,
    tenders: Sequence[Tender],
    ranks: dict[str, int],
) -> None:
    judged = {tender.id: scores.admitted(history, tender, ranks) for tender in tenders}
    scores.hand_in_all(
        history,
        batch,
        judged,
        tenders=tenders,
        divided=[tenders[place] for place in _DIVIDED],
        since=times.first(-16),
    )
    scores.fix(history, tenders, at=times.first(-6), swapped=tenders[_DIVIDED[0]])


def _award(history: History, times: Timetable, tenders: Sequence[Tender]) -> None:
    awards.give_notice(history, tenders, at=times.notice)
    awards.object_to(
        history,
        dismissed=tenders[_DISMISSED],
        upheld=tenders[_UPHELD],
        at=times.first(2),
        answered_at=times.first(5),
    )
    awards.confirm(history, tenders)
