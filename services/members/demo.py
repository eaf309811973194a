"""The demonstration: a union tree, members of every district, and accounts of every role.

Everything is made from running numbers, so every installation has the same people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from chassis.config import Settings
from chassis.work import Reading, Store, Work
from services.members.accounts import passwords
from services.members.accounts import store as account_store
from services.members.accounts.tables import Account, AccountRole
from services.members.cards import rules as cards
from services.members.cards import store as card_store
from services.members.cards.audiences import Audience
from services.members.cards.tables import Card, Member
from services.members.demo_tree import DISTRICTS, PLACES
from services.members.errors import NotInTheDemonstration
from services.members.security import PHONE, Security
from services.members.tree.tables import Union

PASSWORD: Final = "unionhall-demo"  # noqa: S105 - only where settings.demo, and told by demo_accounts
FULL_DISTRICTS: Final = ("chaoyang", "haidian")
_MANY: Final = 30
_FEW: Final = 2
_UNIONS: Final = 4  # in each district
_NAMESPACE: Final = UUID("5d6c2f0e-6d0b-5a7b-9b51-12351a12351a")
_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN: Final = [
    "秀英",
    "建国",
    "丽华",
    "志强",
    "晓燕",
    "海涛",
    "淑珍",
    "文博",
    "雪梅",
    "永刚",
    "佳怡",
    "立新",
    "春兰",
    "子轩",
    "玉洁",
    "国栋",
    "思远",
    "红霞",
    "俊杰",
    "小满",
]


@dataclass(frozen=True, slots=True)
class _Person:
    number: int
    district: str
    union: str

    @property
    def id(self) -> str:
        return str(uuid5(_NAMESPACE, f"member:{self.number}"))

    @property
    def card_no(self) -> str:
        return cards.new_card_number(self.number)

    @property
    def phone(self) -> str:
        return f"138{10010000 + self.number * 37:08d}"

    @property
    def name(self) -> str:
        surname = _SURNAMES[self.number % len(_SURNAMES)]
        return surname + _GIVEN[self.number * 7 % len(_GIVEN)]

    @property
    def birth_year(self) -> int:
        return 1966 + self.number * 11 % 38

    @property
    def audiences(self) -> list[str]:
        """One member in three belongs to a group."""
        groups = list(Audience)
        return [] if self.number % 3 else [groups[self.number // 3 % len(groups)].value]


def load(store: Store, settings: Settings) -> None:
    """Load the demonstration, once; does nothing in an installation that is none."""
    if not settings.demo:
        return
    with store.reading() as reading:
        if account_store.by_username(reading.session, "federation") is not None:
            return
    with store.work() as work:
        _add_tree(work)
        _add_members(work, Security.of(settings))
        _add_accounts(work)


def accounts(reading: Reading, security: Security) -> dict[str, Any]:
    """Everybody who can log in to the demonstration. Raises ``NotInTheDemonstration``."""
    if not security.demo:
        raise NotInTheDemonstration("this is no demonstration")
    found = card_store.in_force(reading.session, [person.id for person in _people()])
    return {
        "members": [
            {
                "card_no": card.card_no,
                "phone": security.personal.open(member.phone_sealed, purpose=PHONE),
                "name": member.name,
                "district": member.union_path.partition("/")[0],
            }
            for member, card in found
        ],
        "staff": [
            {"username": username, "password": PASSWORD, "roles": [role], "scope": scope}
            for username, role, scope, _ in _staff()
        ],
    }


def _unions() -> Iterator[Union]:
    for district, places in PLACES.items():
        for code, kind, name, name_en in places:
            path = f"{district}/{code}"
            yield Union(
                path=path,
                parent=district,
                kind=kind,
                name=f"{name}总工会" if kind == "street" else f"{name}工会",
                name_en=f"{name_en} Trade Unions",
            )
        for number, path in enumerate(_union_paths(district)):
            place = places[number % len(places)]
            yield Union(
                path=path,
                parent=path.rpartition("/")[0],
                kind="grassroots",
                name=f"{place[2]}第{'一二三四'[number]}基层工会",
                name_en=f"{place[3]} Grassroots Union {number + 1}",
            )


def _union_paths(district: str) -> list[str]:
    places = PLACES[district]
    return [
        f"{district}/{places[number % len(places)][0]}/u{number + 1:04d}"
        for number in range(_UNIONS)
    ]


def _people() -> Iterator[_Person]:
    number = 0
    for district in PLACES:
        unions = _union_paths(district)
        for place in range(_MANY if district in FULL_DISTRICTS else _FEW):
            number += 1
            yield _Person(number=number, district=district, union=unions[place % len(unions)])


def _staff() -> Iterator[tuple[str, str, str, str]]:
    """Name to log in with, role, scope, name to show."""
    yield "federation", "federation", "", "市总工会干部"
    # What one of them draws up or enters, another has to approve.
    yield "federation-2", "federation", "", "市总工会复核干部"
    for district in FULL_DISTRICTS:
        union = _union_paths(district)[0]
        yield district, "district", district, f"{DISTRICTS[district]}总工会干部"
        yield f"{district}-union", "grassroots", union, f"{DISTRICTS[district]}基层工会干部"
    yield "counter", "counter", "chaoyang", "朝阳区服务窗口"
    yield "venue", "venue", "", "验票员"
    for district in PLACES:
        yield f"venue-{district}", "venue", district, f"{DISTRICTS[district]}验票员"
    yield "class-jianwai", "class_staff", "chaoyang/jianwai", "建外托管班老师"
    yield "class-museum", "class_staff", "chaoyang/qiche-bowuguan", "汽车博物馆托管班老师"
    yield "reviewer", "reviewer", "", "评审专家"
    yield "provider", "provider", "", "中标社会组织代表"
    yield "provider-2", "provider", "", "申报中社会组织代表"
    yield "provider-3", "provider", "", "尚未登记社会组织代表"
    yield "auditor", "auditor", "", "审计员"


def _add_tree(work: Work) -> None:
    work.session.add_all(_unions())
    work.session.flush()


def _add_members(work: Work, security: Security) -> None:
    people = list(_people())
    work.session.add_all(
        Member(
            id=person.id,
            name=person.name,
            phone_sealed=security.personal.seal(person.phone, purpose=PHONE),
            phone_index=security.personal.index(person.phone, purpose=PHONE),
            birth_year=person.birth_year,
            union_path=person.union,
            audiences=person.audiences,
            created_at=work.now,
            updated_at=work.now,
        )
        for person in people
    )
    work.session.flush()
    work.session.add_all(
        Card(
            card_no=person.card_no,
            member_id=person.id,
            state=cards.ACTIVE,
            issued_at=work.now,
        )
        for person in people
    )


def _add_accounts(work: Work) -> None:
    kept = passwords.hash_password(PASSWORD)  # once: each takes 25 ms
    for username, role, scope, name in _staff():
        account = Account(
            id=str(uuid5(_NAMESPACE, f"account:{username}")),
            username=username,
            kind="provider" if role == "provider" else "staff",
            name=name,
            password_hash=kept,
            created_at=work.now,
            created_by="demo",
            disabled_at=None,
            disabled_by="",
            roles=[AccountRole(role=role, scope=scope)],
        )
        account_store.add(work.session, account)
