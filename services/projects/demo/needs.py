"""The 144 needs of the scenario, from the files in ``demo_data/``, and what was decided about them:
which were accepted, merged or declined, who supports them, and which survey votes on them."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from chassis.bulk import insert_many
from chassis.work import Work
from services.projects.demo import people
from services.projects.demo.history import History
from services.projects.demo.timetable import Timetable
from services.projects.needs import use_cases
from services.projects.needs.rules import NewNeed
from services.projects.needs.steps import take
from services.projects.needs.tables import Need
from services.projects.support.tables import NeedSupport

_FOLDER = Path(__file__).parents[1] / "demo_data"
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
# Of each class in the surveys: the first, the second, and the small ones of batches in between.
_VOTED = {
    "work": {"first": 22, "second": 2, "third": 2, "fourth": 5},
    "life": {"first": 30, "second": 2, "third": 3, "fourth": 6},
    "culture": {"first": 12, "second": 2, "third": 2, "fourth": 4},
}
_PLACES = ("街道工会服务站", "单位会议室", "职工之家", "社区文化活动中心", "车间或项目部现场")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """The needs that each survey votes on."""

    first: list[Need]
    second: list[Need]
    third: list[Need]
    fourth: list[Need]


def hand_in_and_decide(history: History, times: Timetable) -> Voted:
    """Unions hand the needs in, and the federation goes on with most."""
    handed_in = hand_in(history, times)
    return _decided(history.work(times.first(-68), people.OFFICER), handed_in)


def hand_in(history: History, times: Timetable) -> list[Need]:
    """Unions hand the needs in, one after the other within a month."""
    return [
        use_cases.hand_in(
            history.work(at, people.staff(people.somebody(union), "grassroots", union)),
            need,
            need_id=str(uuid.uuid5(_NAMESPACE, f"need {number}")),
            code=f"DEMO{number + 1:04d}",
            union=union,
            at=at,
        )
        for number, (union, need) in enumerate(demo_needs())
        for at in [times.first(-70) - timedelta(hours=5 * (144 - number))]
    ]


def _decided(work: Work, handed_in: list[Need]) -> Voted:
    """Some wait for the federation, some are declined or merged, and some take support."""
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
    voted: dict[str, list[Need]] = {}
    for name, counts in _VOTED.items():
        left = [need for need in taken_on if need.need_class == name]
        for survey, count in counts.items():
            voted.setdefault(survey, []).extend(left[:count])
            left = left[count:]
    left = [need for need in taken_on if not any(need in found for found in voted.values())]
    for canonical, other in ((left[0], left[1]), (left[2], left[3])):
        other.merged_into = canonical.id
        take(work, other, "merge", reason="同一件事，合并办理")
    return Voted(**voted)


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
