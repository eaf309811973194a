"""The demonstration data: the 144 needs of the scenario, from the files in demo_data/, what was
decided about them, who supports them, the surveys on them, and the batch that came of one."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from chassis.bulk import insert_many
from chassis.config import Settings
from chassis.context import CallContext, Caller, Role
from chassis.work import Store, Work
from services.projects import demo_batches, demo_surveys
from services.projects.needs import store as needs
from services.projects.needs import use_cases
from services.projects.needs.rules import NewNeed
from services.projects.needs.steps import take
from services.projects.needs.tables import Need
from services.projects.support.tables import NeedSupport

_FOLDER = Path(__file__).parent / "demo_data"
_NAMESPACE = uuid.UUID("0a5f7a52-6f0c-5b43-8a2e-4c1d3b8f9e20")
_EVIDENCE = (
    "本工会走访{units}个班组，召开座谈会{meetings}次，{share}%的职工提出此项需求。",
    "问卷调查回收{answers}份，其中{share}%的职工把此项列入最需要的三项服务。",
    "工会意见箱与12351热线近一年收到相关诉求{asks}件，涉及{units}家单位。",
    "职工代表大会提案{meetings}件涉及此项，问卷支持率{share}%。",
)
_TIMES = (
    "4月至10月，工作日晚间",
    "每月第二个周末",
    "工作日午休时段",
    "4月启动，全年持续",
    "暑假期间",
)
_VOTED = {"work": 22, "life": 30, "culture": 12}  # of each class in the first survey
_PLACES = ("街道工会服务站", "单位会议室", "职工之家", "社区文化活动中心", "车间或项目部现场")


def load(store: Store, settings: Settings) -> None:
    """Hand in the demonstration needs and go on with most; does nothing where needs already are."""
    with store.reading() as reading:
        if needs.any_there(reading.session):
            return
    office = _staff("demo-federation")
    with store.on_behalf_of(office).work() as work:
        handed_in = [
            use_cases.hand_in(
                work,
                need,
                need_id=str(uuid.uuid5(_NAMESPACE, f"need {number}")),
                code=f"DEMO{number + 1:04d}",
                union=union,
                at=work.now - timedelta(days=30, hours=5 * (144 - number)),
            )
            for number, (union, need) in enumerate(demo_needs())
        ]
        first, second = _decided(work, handed_in)
        survey_id = demo_surveys.show_closed(work, first)
        demo_surveys.show_open(work, second)
        batch_id = demo_batches.draw_up(work, survey_id=survey_id)
    for clerk in ("demo-clerk-1", "demo-clerk-2"):
        with store.on_behalf_of(_staff(clerk)).work() as work:
            demo_surveys.show_sheet(work, secret=settings.personal_data_secret)
    with store.on_behalf_of(_staff("demo-federation-2")).work() as work:
        tender_id = demo_batches.publish(work, batch_id=batch_id)
    provider = CallContext(caller=Caller(kind="provider", id="demo-provider"))
    with store.on_behalf_of(provider).work() as work:
        question_id = demo_batches.ask(work, tender_id=tender_id)
    with store.on_behalf_of(office).work() as work:
        demo_batches.answer(work, question_id=question_id)


def _decided(work: Work, handed_in: list[Need]) -> tuple[list[Need], list[Need]]:
    """The needs that the first and the second survey vote on.

    Of the others some wait for the federation, some are declined or merged, and some take support.
    """
    waiting = handed_in[::8]
    taken_on: list[Need] = []
    supporters: list[dict[str, object]] = []
    for need in waiting[-2:]:
        take(work, need, "reject", reason="属于企业安全生产责任，已转有关部门")
    for number, need in enumerate(handed_in):
        if number % 8 == 0:
            continue
        take(work, need, "accept")
        taken_on.append(need)
        supporters += [
            {"need_id": need.id, "member_id": f"demo-supporter-{name}", "supported_at": work.now}
            for name in range(number * 31 % 23)
        ]
    work.session.flush()
    insert_many(work.session, NeedSupport.__table__, supporters)
    first = [need for name, most in _VOTED.items() for need in _of_class(taken_on, name)[:most]]
    second = [need for name in _VOTED for need in _of_class(taken_on, name)[-2:]]
    left = [need for need in taken_on if need not in first and need not in second]
    for canonical, other in ((left[0], left[1]), (left[2], left[3])):
        other.merged_into = canonical.id
        take(work, other, "merge", reason="同一件事，合并办理")
    return first, second


def _of_class(found: list[Need], name: str) -> list[Need]:
    return [need for need in found if need.need_class == name]


def _staff(name: str) -> CallContext:
    return CallContext(caller=Caller(kind="staff", id=name, roles=(Role("federation"),)))


def demo_needs() -> Iterator[tuple[str, NewNeed]]:
    """The 144 needs with the unions that hand them in."""
    unions = [row["union"] for row in rows("unions.csv")]
    for number, row in enumerate(rows("needs.csv")):
        # Steps that share no factor with the lists' lengths, so that neighbours differ.
        yield (
            unions[number * 23 % len(unions)],
            NewNeed(
                title=row["title"],
                need_class=row["need_class"],
                kind=row["kind"],
                audience=row["audience"],
                people=30 + number * 37 % 470,
                evidence=_EVIDENCE[number % 4].format(
                    units=3 + number * 7 % 20,
                    meetings=1 + number % 5,
                    answers=80 + number * 61 % 900,
                    asks=6 + number * 13 % 60,
                    share=31 + number * 17 % 60,
                ),
                wanted_time=_TIMES[number * 3 % len(_TIMES)],
                wanted_place=_PLACES[number * 2 % len(_PLACES)],
            ),
        )


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of demonstration data."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
