"""A batch whose call is open: organisations hand in now, and one question waits for an answer."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from chassis.personal import PersonalData
from services.projects.demo import applications, batches, surveys
from services.projects.demo.files import page
from services.projects.demo.history import History
from services.projects.demo.providers import Organisation
from services.projects.demo.surveys import Vote
from services.projects.demo.timetable import Timetable
from services.projects.documents.shelves import Shelf
from services.projects.documents.use_cases import upload_document
from services.projects.needs.tables import Need

_VOTE: Final = Vote(
    code="DEMOSV04",
    title="2026年第一批增补项目意向调查",
    ballots=200,
    quotas={"work": 3, "life": 4, "culture": 2},
)
_APPLICANTS: Final = (0, 9, 18, 27, 36, 45)
_DRAFT: Final = Organisation(number=1)
_QUESTIONS: Final = ("可以由两家机构联合申报吗？", "活动场地由工会提供，还是由我们自行解决？")
_FILES: Final = ("服务方案.pdf", "团队资质证明.pdf")


def carry_out(
    history: History,
    times: Timetable,
    needs: Sequence[Need],
    *,
    personal: PersonalData,
    shelf: Shelf,
) -> None:
    """From the survey to the applications of the first week. Another organisation has sent the
    documents of its own, and has still to hand in."""
    survey_id = surveys.show_closed(history, _VOTE, needs, closes_at=times.lately(-20), days=14)
    batch, tenders = batches.call(
        history,
        survey_id=survey_id,
        title=f"{times.now.year}年第一批增补服务项目",
        at=times.lately(-9),
        deadlines={
            "call_opens_at": times.lately(-7),
            "questions_until": times.lately(9),
            "call_closes_at": times.lately(14),
            "scores_until": times.lately(28),
            "award_notice_at": times.lately(35),
        },
    )
    batches.seal(history, batch, at=times.lately(-8), personal=personal)
    batches.move_calls(history, times.lately(-7))
    asked = [batches.ask(history, tenders[0], text, at=times.lately(-6)) for text in _QUESTIONS]
    batches.answer(
        history, asked[0], "可以，须在方案中写明牵头单位和各自分工。", at=times.lately(-5)
    )
    for number, organisation in enumerate(_APPLICANTS):
        applications.hand_in(
            history,
            tenders[number * 2 % len(tenders)],
            Organisation(number=organisation),
            number=number,
            at=times.lately(-4) + timedelta(hours=9 * number),
        )
    for name in _FILES:
        upload_document(
            history.past(times.lately(-1), _DRAFT.caller),
            shelf=shelf,
            personal=personal,
            name=name,
            data=base64.b64encode(page(f"{_DRAFT.credit_code} {len(name)}")).decode(),
            tender_id=tenders[1].id,
        )
