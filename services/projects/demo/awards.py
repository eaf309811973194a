"""Awards of the demonstration: notices, two objections, and what each project went for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from services.projects.applications import store as applications
from services.projects.awards import objections, store, use_cases
from services.projects.awards.rules import USUAL
from services.projects.demo import people
from services.projects.demo.history import History
from services.projects.demo.providers import acting_as
from services.projects.tenders.tables import Tender

_HOUR: Final = timedelta(hours=1)
_DISMISSED: Final = (
    "我机构报价最低，却未列第一，请复核价格分。",
    "价格占15分，其余85分按公布的方法计算，名次无误。",
)
_UPHELD: Final = (
    "公示的首位机构项目负责人并不在该机构任职。",
    "经核实情况属实，取消其资格，由次位递补并重新公示。",
)


def give_notice(history: History, tenders: Sequence[Tender], *, at: datetime) -> None:
    """Everybody reads to whom each project shall go."""
    work = history.work(at, people.OFFICER)
    for tender in tenders:
        use_cases.publish_award_notice(work, tender_id=tender.id, working_days=USUAL)


def object_to(
    history: History, *, dismissed: Tender, upheld: Tender, at: datetime, answered_at: datetime
) -> None:
    """The second of each ranking objects; where that is upheld, it follows as the reserve."""
    filed = [
        (_file(history, dismissed, text=_DISMISSED[0], at=at), "dismiss", _DISMISSED[1]),
        (_file(history, upheld, text=_UPHELD[0], at=at), "annul", _UPHELD[1]),
    ]
    for objection_id, outcome, answer in filed:
        objections.answer_objection(
            history.work(answered_at, people.OFFICER),
            objection_id=objection_id,
            outcome=outcome,
            answer=answer,
        )


def _file(history: History, tender: Tender, *, text: str, at: datetime) -> str:
    second = next(one for one in store.ranking(history.session, tender.id) if one.place == 2)
    application = applications.find(history.session, second.application_id)
    assert application is not None  # it is ranked
    work = history.work(at, acting_as(application.handed_in_by))
    return objections.file_objection(work, tender_id=tender.id, text=text).id


def confirm(history: History, tenders: Sequence[Tender]) -> None:
    """Another officer awards each project, an hour after its standstill."""
    ended = [
        (award.objections_until + _HOUR, tender.id)
        for tender in tenders
        for award in store.live(history.session, tender.id)
    ]
    for at, tender_id in sorted(ended):
        use_cases.confirm_award(history.work(at, people.SECOND_OFFICER), tender_id=tender_id)
