"""The demonstration's surveys: some that are over, reported and decided by, and one that is open.

Everything follows from running numbers, so that every installation shows the same figures.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis.bulk import insert_many
from chassis.work import Work
from services.projects.ballots.tables import Ballot, BallotText, BallotVote, Voice
from services.projects.demo import people
from services.projects.demo.history import History
from services.projects.demo.timetable import Timetable
from services.projects.needs.steps import take
from services.projects.needs.tables import Need
from services.projects.reports import use_cases as reports
from services.projects.selection import use_cases as selection
from services.projects.sheets.sealing import Sealing
from services.projects.sheets.use_cases import enter
from services.projects.surveys.questions import Option, Question
from services.projects.surveys.tables import Survey

BALLOTS_CLOSED = 1000
BALLOTS_OPEN = 240
QUOTAS = {"work": 12, "life": 17, "culture": 6}
_BUDGET = 480_000_000  # fen
_MOST_CHOICES = 10
_DAY = timedelta(days=1)
_OPEN = "DEMOSV02"
_AGES = ("under-30", "30-39", "40-49", "50-up", "")
_DISTRICTS = (
    *("chaoyang", "haidian", "chaoyang", "fengtai", "xicheng", "haidian", "dongcheng"),
    *("tongzhou", "changping", "daxing", "shijingshan", "shunyi", "fangshan", "mentougou"),
    *("huairou", "pinggu", "miyun", "yanqing"),
)
_ELIGIBLE = {district: 200 + 50 * place for place, district in enumerate(sorted(set(_DISTRICTS)))}
_TEXTS = (
    "希望周末和工作日晚上都能安排。",
    "最好在单位附近，路上不要超过半小时。",
    "请提供手语翻译，联系[手机号]。",
    "名额太少，希望多办几期。",
    "去年的课程很好，希望继续。",
)
_MINUTES = """2026年第一批服务项目意向调查结果讨论会
参加：权益部、服务中心、基层工会代表三人、职工代表两人。
一、调查网上与纸质并行，一人一票，结果有效。
二、生活类需求最集中，同意按12、17、6的名额遴选。
三、远郊区参与率偏低，下一批增加纸质问卷。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A survey that is over. ``quotas`` are how many of each class were chosen after it; of life
    services one was ``swapped`` for the next, with reasons."""

    code: str
    title: str
    ballots: int
    quotas: Mapping[str, int]
    swapped: bool = False


FIRST = Vote(
    code="DEMOSV01",
    title="2026年第一批服务项目意向调查",
    ballots=BALLOTS_CLOSED,
    quotas=QUOTAS,
    swapped=True,
)


def show_closed(
    history: History, vote: Vote, needs: Sequence[Need], *, closes_at: datetime, days: int = 20
) -> str:
    """A survey on ``needs`` that was open for some days, its report on the next day, and what was
    decided after it. Its id."""
    voted = _question(
        "q1", "multiple", "请选出你最需要的服务（最多10项）", needs, most=_MOST_CHOICES
    )
    scale = Question(code="q2", kind="scale", text="对去年的服务满意吗？", least=1, most=5)
    text = Question(code="q3", kind="text", text="对时间、地点有什么希望？")
    opens_at = closes_at - _DAY * days
    work = history.work(opens_at - _DAY, people.OFFICER)
    survey = _survey(
        work, vote.code, vote.title, [voted, scale, text], opens_at=opens_at, closes_at=closes_at
    )
    survey.state, survey.eligible = "closed", _ELIGIBLE
    _put_to_vote(work, survey, needs)
    after = history.work(closes_at + _DAY, people.OFFICER)
    _cast(after, survey, vote.ballots, _closed_marks(vote.ballots, len(needs)))
    reports.discuss_report(after, survey_id=survey.id, minutes=_MINUTES)
    reports.publish_report(after, survey_id=survey.id)
    _decide(after, survey, needs, vote)
    return survey.id


def show_open(history: History, times: Timetable, needs: Sequence[Need], *, secret: str) -> None:
    """A survey that asks every member now, with a sheet that two clerks read differently."""
    options = _question("q1", "single", "下一批最先办哪一项？", needs, required=True)
    questions = [
        options,
        _question("q2", "multiple", "还希望办哪几项？（最多3项）", needs, most=3, linked=False),
        _question("q3", "ranked", "请把最看重的三项排个序", needs, least=1, most=3, linked=False),
        Question(code="q4", kind="scale", text="工会服务离你近吗？", least=1, most=5),
        Question(code="q5", kind="text", text="还有什么想告诉工会？"),
    ]
    work = history.work(times.now, people.OFFICER)
    survey = _survey(
        work,
        _OPEN,
        "2026年第二批服务项目意向调查",
        questions,
        opens_at=times.lately(-1),
        closes_at=times.lately(20),
    )
    survey.state, survey.eligible = "open", _ELIGIBLE
    _put_to_vote(work, survey, needs)
    _cast(work, survey, BALLOTS_OPEN, _open_marks(len(needs)))
    for option in ("o1", "o2"):
        clerk = people.staff(people.somebody(f"clerk {option}"), "federation")
        _enter_sheet(history.work(times.now, clerk), survey, option, secret=secret)


def _enter_sheet(work: Work, survey: Survey, option: str, *, secret: str) -> None:
    answer = {"question": "q1", "options": [option], "number": None, "text": None}
    form = {"card_no": "1000000000000009", "age_band": "40-49", "audience": ""}
    enter(
        work,
        survey,
        sealing=Sealing(secret),
        sheet_no="A-0001",
        form={**form, "answers": [answer]},
    )


def _survey(
    work: Work,
    code: str,
    title: str,
    questions: Sequence[Question],
    *,
    opens_at: datetime,
    closes_at: datetime,
) -> Survey:
    survey = Survey(
        id=_id(code),
        code=code,
        title=title,
        introduction="网上和纸质问卷都可以填，每位会员只算一次。",
        questions=[question.to_json() for question in questions],
        anonymous=True,
        scopes=[],
        audiences=[],
        eligible={},
        opens_at=opens_at,
        closes_at=closes_at,
        state="draft",
        created_by=work.caller.id,
        created_at=opens_at - timedelta(days=3),
    )
    work.session.add(survey)
    work.session.flush()
    return survey


def _question(
    code: str, kind: str, text: str, needs: Sequence[Need], *, linked: bool = True, **bounds: Any
) -> Question:
    options = tuple(
        Option(code=f"o{place}", text=need.title, need_id=need.id if linked else "")
        for place, need in enumerate(needs, start=1)
    )
    return Question(code=code, kind=kind, text=text, options=options, **bounds)


def _put_to_vote(work: Work, survey: Survey, needs: Sequence[Need]) -> None:
    for need in needs:
        take(work, need, "put_to_vote", reason=survey.code)


Mark = tuple[int, int, int]  # question, option, value


def _closed_marks(ballots_cast: int, options: int) -> list[list[Mark]]:
    """Ballots that like some options more than others, as people do."""
    ballots = []
    for number in range(ballots_cast):
        # A power of a number below one leans to the front of a shuffled list.
        wanted = {
            int(((number**2 * 31 + number * 79 + turn * turn * 211) % 997 / 997) ** 1.6 * options)
            * 37
            % options
            for turn in range(3 + number % 5)
        }
        marks = [(0, option, 1) for option in sorted(wanted)]
        ballots.append([*marks, (1, 0, 1 + (number * 13 + number // 7) % 5)])
    return ballots


def _open_marks(options: int) -> list[list[Mark]]:
    ballots = []
    for number in range(BALLOTS_OPEN):
        first = number * number % options
        others = [(first + step) % options for step in (1, 3, 4)]
        marks = [(0, first, 1), *((1, option, 1) for option in sorted(others[: 1 + number % 3]))]
        marks += [(2, option, rank) for rank, option in enumerate([first, *others[:2]], start=1)]
        ballots.append([*marks, (3, 0, 1 + number * 11 % 5)])
    return ballots


def _cast(work: Work, survey: Survey, count: int, marks: Sequence[Sequence[Mark]]) -> None:
    session, text_at = work.session, len(survey.questions) - 1
    days = max((min(survey.closes_at, work.now) - survey.opens_at).days, 1)
    insert_many(session, Voice.__table__, list(_voices(survey.id, count)))
    insert_many(
        session,
        Ballot.__table__,
        [
            {
                "id": _id(f"{survey.code} ballot {number}"),
                "survey_id": survey.id,
                "origin": _origin(number),
                "district": _DISTRICTS[number * 5 % len(_DISTRICTS)],
                "age_band": _AGES[number * 3 % len(_AGES)],
                "audience": "",
                "union": "",
                "member_id": None,
                "cast_at": survey.opens_at + timedelta(days=number % days),
            }
            for number in range(count)
        ],
    )
    rows = []
    for number, ballot in enumerate(marks):
        met: set[int] = set()
        key = _id(f"{survey.code} ballot {number}")
        for question, option, value in ballot:
            place = {"question": question, "option": option, "value": value}
            rows.append({"ballot_id": key, **place, "first": int(question not in met)})
            met.add(question)
    insert_many(session, BallotVote.__table__, rows)
    insert_many(
        session,
        BallotText.__table__,
        [
            {
                "ballot_id": _id(f"{survey.code} ballot {number}"),
                "question": text_at,
                "text": _TEXTS[number // 40 % len(_TEXTS)],
            }
            for number in range(0, count, 40)
        ],
    )


def _voices(survey_id: str, count: int) -> Iterator[dict[str, str]]:
    for number in range(count):
        voice = hashlib.sha256(f"{survey_id} {number}".encode()).hexdigest()
        yield {"survey_id": survey_id, "voice": voice, "origin": _origin(number)}


def _origin(number: int) -> str:
    return "paper" if number % 4 == 1 else "web"


def _decide(work: Work, survey: Survey, needs: Sequence[Need], vote: Vote) -> None:
    """The proposal by quotas; if so, but for one need that gives way to the next of its class."""
    costs = {need.id: 8_000_000 + place * 17 % 60 * 100_000 for place, need in enumerate(needs)}
    wanted: dict[str, Any] = {
        "survey_id": survey.id,
        "quotas": vote.quotas,
        "budget": _BUDGET,
        "costs": costs,
    }
    found = selection.propose_selection(work, **wanted)
    chosen = next(p["need_ids"] for p in found["proposals"] if p["basis"] == "quotas")
    reasons: dict[str, str] = {}
    if vote.swapped:
        life = [c.need_id for c in found["candidates"] if c.need_class == "life"]
        out = [need_id for need_id in life if need_id in chosen][-1]
        instead = next(need_id for need_id in life if need_id not in chosen)
        chosen = [need_id for need_id in chosen if need_id != out] + [instead]
        reasons = {out: "区里已有同类项目，本批不重复购买", instead: "顺位递补，名额不变"}
    selection.decide_selection(work, **wanted, basis="quotas", chosen=chosen, reasons=reasons)


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.UUID("0a5f7a52-6f0c-5b43-8a2e-4c1d3b8f9e21"), name))
