"""Batches of the demonstration, from the decision after a survey to the call and its sealing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from chassis.personal import PersonalData
from services.projects.batches import budgets
from services.projects.batches import use_cases as batches
from services.projects.batches.tables import Batch
from services.projects.demo import people
from services.projects.demo.history import History
from services.projects.demo.providers import Organisation
from services.projects.questions import use_cases as questions
from services.projects.seals.release import release_seal_half
from services.projects.seals.use_cases import set_seal_half
from services.projects.tenders import use_cases as tenders
from services.projects.tenders.tables import Tender

# Of both offices, so that whoever tries the demonstration can open a call.
PASSPHRASE: Final = "unionhall-demo-seal"  # noqa: S105 - told on the demonstration's page
_BUDGET: Final = 600_000_000  # fen
_CRITERIA: Final = (
    ("plan", "服务方案是否针对服务对象，频次、时间、地点是否写清", 40),
    ("team", "团队资质与同类服务经验", 25),
    ("result", "怎样衡量效果，怎样听取职工意见", 20),
    ("price", "预算构成是否合理", 15),
)
_REQUIREMENTS: Final = """服务期六个月，每月不少于四次，每次不少于两小时。
项目负责人须有三年以上同类服务经验。
每次活动签到，结束后收集满意度，低于80%须提出改进办法。"""
_ADAPTED: Final = ((), ("deaf",), ("wheelchair",), ("deaf", "wheelchair"), ())
_OFFICES: Final = {"department": people.OFFICER, "supervision": people.AUDITOR}


def call(
    history: History, *, survey_id: str, title: str, at: datetime, deadlines: Mapping[str, datetime]
) -> tuple[Batch, Sequence[Tender]]:
    """A batch of what was chosen after a survey: one officer draws it up, another approves and
    publishes it."""
    work, other = history.work(at, people.OFFICER), history.work(at, people.SECOND_OFFICER)
    budgets.set_budget(work, year=at.year, total=_BUDGET)
    drawn = batches.create_batch(
        work,
        survey_id=survey_id,
        title=title,
        year=at.year,
        panel="union",
        seats={},
        costs={},
        **deadlines,
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
    batch: Batch = drawn["batch"]
    batches.approve_batch(other, batch_id=batch.id)
    tenders.publish_call(other, batch_id=batch.id)
    return batch, drawn["tenders"]


def seal(history: History, batch: Batch, *, at: datetime, personal: PersonalData) -> None:
    """Both offices set their halves of the key."""
    for office, caller in _OFFICES.items():
        set_seal_half(
            history.past(at, caller),
            personal=personal,
            batch_id=batch.id,
            office=office,
            passphrase=PASSPHRASE,
        )


def unseal(history: History, batch: Batch, *, at: datetime, personal: PersonalData) -> None:
    """Both offices release their halves; the applications lie open."""
    for office, caller in _OFFICES.items():
        release_seal_half(
            history.past(at, caller),
            personal=personal,
            batch_id=batch.id,
            office=office,
            passphrase=PASSPHRASE,
        )


def move_calls(history: History, at: datetime) -> None:
    """The tick that opens and closes calls."""
    tenders.move_calls(history.past(at, people.SYSTEM))


def ask(history: History, tender: Tender, text: str, *, at: datetime) -> str:
    """A social organisation asks about a call; the question's id."""
    work = history.work(at, Organisation(number=40).caller)
    return questions.ask_about_call(work, tender_id=tender.id, text=text).id


def answer(history: History, question_id: str, text: str, *, at: datetime) -> None:
    """The federation answers."""
    work = history.work(at, people.OFFICER)
    questions.answer_about_call(work, question_id=question_id, answer=text)
