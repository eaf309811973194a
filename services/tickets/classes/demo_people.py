"""Children, guardians and volunteers of the demonstration, made from running numbers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.tickets.children.rules import Facts, Person

# Of the demonstration's members and accounts, whose ids follow from their numbers and names.
_MEMBERS: Final = uuid.UUID("5d6c2f0e-6d0b-5a7b-9b51-12351a12351a")
_NAMESPACE: Final = uuid.UUID("2f0a7c1e-3b7d-5b2e-9c51-12351c12351c")
CHAOYANG: Final = range(5, 35)  # the numbers of the members of Chaoyang
UNIONS: Final = (
    "chaoyang/jianwai/u0001",
    "chaoyang/wangjing/u0002",
    "chaoyang/qiche-bowuguan/u0003",
    "chaoyang/jianwai/u0004",
)
_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_CHILDREN: Final = (
    "一诺",
    "子涵",
    "梓萱",
    "浩然",
    "雨桐",
    "思源",
    "小满",
    "可欣",
    "宇航",
    "语嫣",
    "天佑",
    "若曦",
)
_ADULTS: Final = ("秀兰", "建军", "桂英", "志明", "丽娟", "国强", "玉梅", "海燕")
_HEALTH: Final = ("", "", "", "轻度哮喘，书包里有喷雾", "", "近视，坐前排", "", "不能剧烈运动")
_ALLERGIES: Final = ("", "", "花生", "", "", "", "芒果", "", "", "鸡蛋")


@dataclass(frozen=True, slots=True)
class Kid:
    """A child of the demonstration, and the class that it is in."""

    id: str
    birth_date: date
    facts: Facts
    group: int


@dataclass(frozen=True, slots=True)
class Family:
    """A member with one child or two."""

    member_id: str
    union: str
    kids: Sequence[Kid]


def id_of(name: str) -> str:
    """An id of the demonstration's classes."""
    return str(uuid.uuid5(_NAMESPACE, name))


def member_id(number: int) -> str:
    """The id of the demonstration's member with this number."""
    return str(uuid.uuid5(_MEMBERS, f"member:{number}"))


def account_id(username: str) -> str:
    """The id of the demonstration's account with this name."""
    return str(uuid.uuid5(_MEMBERS, f"account:{username}"))


def families(
    name: str,
    groups: Sequence[tuple[tuple[int, int], int]],
    *,
    first_day: date,
    members: Sequence[int],
    path: str,
) -> Iterator[Family]:
    """Families that fill groups of (ages, children) exactly; every third family has two children.

    The first ones are those of ``members``, by number; the others are of members at ``path`` whom
    nobody can log in as.
    """
    left = [children for _, children in groups]
    unions = [union for union in UNIONS if union.startswith(path)]
    number = 0
    while any(left):
        size = 2 if number % 3 == 1 and sum(left) > 1 else 1
        kids: list[Kid] = []
        for _ in range(size):
            group = max(range(len(left)), key=lambda place: left[place])
            left[group] -= 1
            kids.append(_kid(f"{name}:{number}", len(kids), group, groups[group][0], first_day))
        known = number < len(members)
        yield Family(
            member_id=member_id(members[number]) if known else id_of(f"{name}:member:{number}"),
            union=_union(members[number]) if known else unions[number % len(unions)],
            kids=kids,
        )
        number += 1


def volunteers(number: int, *, skip: int = 0) -> Iterator[tuple[str, str]]:
    """Names and phones of so many volunteers."""
    for place in range(skip, skip + number):
        yield _adult(place * 7 + 3), f"139{20010000 + place * 41:08d}"


def _kid(family: str, place: int, group: int, ages: tuple[int, int], first_day: date) -> Kid:
    seed = uuid.uuid5(_NAMESPACE, f"{family}:{place}").int
    age = ages[0] + (seed >> 48) % (ages[1] - ages[0] + 1)
    birthday = first_day.replace(year=first_day.year - age, day=1) - timedelta(days=seed % 300)
    surname = _SURNAMES[uuid.uuid5(_NAMESPACE, family).int % len(_SURNAMES)]
    mother = Person(_adult(seed >> 8), f"138{20010000 + seed % 900000:08d}", "母亲")
    granny = Person(_adult(seed >> 16), f"137{20010000 + seed % 800000:08d}", "奶奶")
    return Kid(
        id=id_of(f"child:{family}:{place}"),
        birth_date=birthday,
        facts=Facts(
            name=surname + _CHILDREN[(seed >> 24) % len(_CHILDREN)],
            guardians=[mother],
            pickups=[granny],
            health=_HEALTH[(seed >> 32) % len(_HEALTH)],
            allergies=_ALLERGIES[(seed >> 40) % len(_ALLERGIES)],
        ),
        group=group,
    )


def _adult(seed: int) -> str:
    return _SURNAMES[seed % len(_SURNAMES)] + _ADULTS[seed // 20 % len(_ADULTS)]


def _union(number: int) -> str:
    return UNIONS[(number - CHAOYANG.start) % len(UNIONS)]
