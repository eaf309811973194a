"""The demonstration's 164 social organisations, registered and verified."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chassis.context import Caller, Role
from chassis.personal import PersonalData
from services.projects.demo import people
from services.projects.demo.files import page
from services.projects.demo.history import History
from services.projects.demo.timetable import Timetable
from services.projects.documents.shelves import Shelf
from services.projects.documents.use_cases import upload_document
from services.projects.providers import use_cases
from services.projects.providers.rules import check_sign

COUNT: Final = 164
_AREAS: Final = (
    *(("东城", "110101"), ("西城", "110102"), ("朝阳", "110105"), ("丰台", "110106")),
    *(("石景山", "110107"), ("海淀", "110108"), ("门头沟", "110109"), ("房山", "110111")),
    *(("通州", "110112"), ("顺义", "110113"), ("昌平", "110114"), ("大兴", "110115")),
    *(("怀柔", "110116"), ("平谷", "110117"), ("密云", "110118"), ("延庆", "110119")),
)
_BRANDS: Final = (
    *("心悦", "同行", "启明", "春晖", "益家", "和润", "暖阳", "知行", "乐群", "众安", "惠民"),
    *("康宁", "睿思", "青禾", "拾光", "向阳", "博雅", "安心", "融合", "匠心", "百川", "清泉"),
    *("远航", "尚善", "翰墨", "锦程", "海棠", "晨曦", "永乐"),
)
_KINDS: Final = (  # with the second sign of a code: 52 private institutions, 51 associations
    *(("社会工作事务所", "2"), ("公益服务中心", "2"), ("职工心理服务中心", "2")),
    *(("文化体育促进会", "1"), ("职业技能培训学校", "2"), ("健康促进会", "1")),
    ("法律援助服务中心", "2"),
)
_BANKS: Final = ("中国工商银行", "中国建设银行", "北京银行", "中国农业银行")
# GB 11714: the weights of the eight signs of an organisation's own code.
_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Organisation:
    """One of them, by its number from 0."""

    number: int

    @property
    def name(self) -> str:
        """What it is called: no two alike, as the lists' lengths share no factor."""
        area, _ = _AREAS[self.number % len(_AREAS)]
        kind, _ = _KINDS[self.number % len(_KINDS)]
        return f"北京市{area}区{_BRANDS[self.number % len(_BRANDS)]}{kind}"

    @property
    def credit_code(self) -> str:
        """A code with both of its check signs right."""
        _, area = _AREAS[self.number % len(_AREAS)]
        _, sign = _KINDS[self.number % len(_KINDS)]
        body = f"5{sign}{area}{_own_code(f'MJ{self.number * 317 + 10203:06d}')}"
        return body + check_sign(body)

    @property
    def caller(self) -> Caller:
        """Who acts for it."""
        accounts = {0: people.WINNER, 1: people.APPLICANT}
        return acting_as(accounts.get(self.number) or people.somebody(f"provider {self.number}"))


def acting_as(account_id: str) -> Caller:
    """Somebody who acts for an organisation."""
    return Caller(kind="provider", id=account_id, roles=(Role("provider"),))


def organisations() -> Iterator[Organisation]:
    """All of them."""
    return (Organisation(number) for number in range(COUNT))


def register(history: History, times: Timetable, *, personal: PersonalData, shelf: Shelf) -> None:
    """They register, each with its certificate, and the federation verifies them."""
    waiting = []
    for organisation in organisations():
        at = times.first(-62 + organisation.number / 12)
        own = use_cases.register_provider(
            history.work(at, organisation.caller),
            personal=personal,
            credit_code=organisation.credit_code,
            name=organisation.name,
            about="为职工和工会提供专业服务，持证社工与志愿者常年驻点。",
            has_union=organisation.number % 5 < 2,
            bank_account={
                "bank": _BANKS[organisation.number % len(_BANKS)],
                "holder": organisation.name,
                "number": f"0200{organisation.number * 7919 + 10**11:015d}",
            },
        )
        upload_document(
            history.past(at, organisation.caller),
            shelf=shelf,
            personal=personal,
            name="登记证书.pdf",
            data=base64.b64encode(page(organisation.credit_code)).decode(),
        )
        waiting.append(own["provider"].id)
    verifying = history.work(times.first(-46), people.OFFICER)
    for provider_id in waiting:
        use_cases.decide_provider(verifying, provider_id=provider_id, step="verify")


def _own_code(body: str) -> str:
    """The nine signs of an organisation's own code, of its first eight (GB 11714, modulo 11)."""
    values = (int(sign, 36) for sign in body)
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True))
    return body + "0123456789X"[-total % 11]
