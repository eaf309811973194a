"""What organisations of the demonstration hand in, and what the federation says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from services.projects.applications import checking
from services.projects.applications import store as applications
from services.projects.applications.use_cases import hand_in_application
from services.projects.demo import people
from services.projects.demo.history import History
from services.projects.demo.names import person
from services.projects.demo.providers import Organisation, acting_as
from services.projects.tenders.tables import Tender

_PLANS: Final = (
    "先走访{union}家基层工会，再按班次分小组开展“{title}”，每组不超过二十人，全程签到。",
    "以“{title}”为主线，前两个月建档评估，中间三个月集中服务，最后一个月回访。",
    "在{union}个职工之家设固定服务点，工作日晚间和周末各一场，另设线上预约。",
    "“{title}”分基础班和提高班，聘请同行业师傅与持证社工搭班，每月向工会报送进度。",
)
_ROLES: Final = ("项目负责人", "督导", "专职社工")
_QUALIFIED: Final = ("高级社会工作师", "社会工作师", "国家二级心理咨询师", "助理社会工作师")
_ITEMS: Final = (("人员", 55), ("场地", 15), ("材料", 20))  # percent; what is left is for the rest
_ANSWERS: Final = (
    "按此安排，已附月历。",
    "负责人从业五年以上，附聘书。",
    "每次收集，低于85%即整改。",
)
_CHEAPEST, _SPREAD = 78, 21  # percent of the tender's budget


def hand_in(
    history: History, tender: Tender, organisation: Organisation, *, number: int, at: datetime
) -> str:
    """One application, the ``number``-th of its batch; its id."""
    price = tender.budget * (_CHEAPEST + number * 11 % _SPREAD) // 100 // 100 * 100
    receipt = hand_in_application(
        history.work(at, organisation.caller),
        tender_id=tender.id,
        plan=_PLANS[number % len(_PLANS)].format(title=tender.title, union=3 + number % 9),
        team=[
            {
                "name": person(number * 3 + place),
                "role": role,
                "qualification": _QUALIFIED[(number + place) % len(_QUALIFIED)],
            }
            for place, role in enumerate(_ROLES)
        ],
        budget=_budget(price),
        answers=[{"line": line, "answer": text} for line, text in enumerate(_ANSWERS, start=1)],
        document_ids=[],
    )
    application_id: str = receipt["application_id"]
    return application_id


def check(
    history: History, application_ids: Sequence[str], *, at: datetime, out: Mapping[str, str]
) -> None:
    """The federation admits all but those in ``out``, whose reasons it gives; the first one is
    asked to complete what it handed in, and does."""
    _complete(history, application_ids[0], at=at)
    work = history.work(at + timedelta(days=2), people.OFFICER)
    for application_id in application_ids:
        if application_id in out:
            checking.disqualify_application(
                work, application_id=application_id, reason=out[application_id]
            )
        else:
            checking.admit_application(work, application_id=application_id)


def _complete(history: History, application_id: str, *, at: datetime) -> None:
    checking.ask_correction(
        history.work(at, people.OFFICER),
        application_id=application_id,
        text="请补充说明项目负责人的劳动关系所在单位。",
        until=at + timedelta(days=2),
    )
    application = applications.find(history.session, application_id)
    assert application is not None  # asked about just now
    caller = acting_as(application.handed_in_by)
    checking.hand_in_correction(
        history.work(at + timedelta(days=1), caller),
        application_id=application_id,
        text="负责人与本机构签有三年期劳动合同，社保由本机构缴纳。",
        document_ids=[],
    )


def _budget(price: int) -> list[dict[str, object]]:
    items: list[tuple[str, int]] = [(name, price * share // 100) for name, share in _ITEMS]
    rest = price - sum(amount for _, amount in items)
    return [{"item": name, "amount": amount} for name, amount in (*items, ("管理与评估", rest))]
