"""The demonstration's batch: drawn up of what was decided, approved by another officer, its call
published and about to open, with one question answered and one that waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.work import Work
from services.projects.batches import budgets
from services.projects.batches import use_cases as batches
from services.projects.questions import use_cases as questions
from services.projects.tenders import use_cases as tenders

_BUDGET = 600_000_000  # fen
_CRITERIA = (
    ("plan", "服务方案是否针对服务对象，频次、时间、地点是否写清", 40),
    ("team", "团队资质与同类服务经验", 25),
    ("result", "怎样衡量效果，怎样听取职工意见", 20),
    ("price", "预算构成是否合理", 15),
)
_REQUIREMENTS = """服务期六个月，每月不少于四次，每次不少于两小时。
项目负责人须有三年以上同类服务经验。
每次活动签到，结束后收集满意度，低于80%须提出改进办法。"""
_ADAPTED = ((), ("deaf",), ("wheelchair",), ("deaf", "wheelchair"), ())


def draw_up(work: Work, *, survey_id: str) -> str:
    """A batch of what was chosen after the survey, with its tenders written; its id."""
    budgets.set_budget(work, year=work.now.year, total=_BUDGET)
    drawn = batches.create_batch(
        work,
        survey_id=survey_id,
        title=f"{work.now.year}年第一批服务项目",
        year=work.now.year,
        panel="union",
        seats={},
        costs={},
        **_times(work.now),
    )
    for number, tender in enumerate(drawn["tenders"]):
        tenders.write_tender(
            work,
            tender_id=tender.id,
            requirements=_REQUIREMENTS,
            audience="本市基层工会会员",
            adaptations=_ADAPTED[number % len(_ADAPTED)],
            criteria=[{"code": c, "text": text, "weight": n} for c, text, n in _CRITERIA],
            method="drop_extremes",
            blind=False,
        )
    return str(drawn["batch"].id)


def _times(now: datetime) -> dict[str, datetime]:
    return {
        "call_opens_at": now + timedelta(minutes=10),
        "questions_until": now + timedelta(days=14),
        "call_closes_at": now + timedelta(days=21),
        "scores_until": now + timedelta(days=35),
        "award_notice_at": now + timedelta(days=42),
    }


def publish(work: Work, *, batch_id: str) -> str:
    """Another officer approves and publishes; the id of the first tender."""
    batches.approve_batch(work, batch_id=batch_id)
    return str(tenders.publish_call(work, batch_id=batch_id)["items"][0]["id"])


def ask(work: Work, *, tender_id: str) -> str:
    """A social organisation asks twice; the id of the first question."""
    first, _ = (
        questions.ask_about_call(work, tender_id=tender_id, text=text)
        for text in ("可以由两家机构联合申报吗？", "活动场地由工会提供，还是由我们自行解决？")
    )
    return first.id


def answer(work: Work, *, question_id: str) -> None:
    """One of the two is answered."""
    questions.answer_about_call(
        work, question_id=question_id, answer="可以，须在方案中写明牵头单位和各自分工。"
    )
