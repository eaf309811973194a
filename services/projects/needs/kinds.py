"""The classes of needs and the kinds within each, as the federation buys them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of need within its class."""

    code: str
    name: str
    name_en: str


CLASSES: Mapping[str, tuple[Kind, ...]] = {
    "work": (
        Kind("occupational-health", "职业病防治与康复", "Occupational disease and recovery"),
        Kind("innovation-exchange", "技术创新与交流", "Technical innovation and exchange"),
        Kind("innovation-products", "创新成果转化", "Turning innovations into products"),
        Kind("job-skills", "职业技能", "Job skills"),
        Kind("labour-law", "劳动法律", "Labour law"),
    ),
    "life": (
        Kind("dating", "婚恋交友", "Dating and marriage"),
        Kind("family", "家庭关系", "Family relations"),
        Kind("care", "人文关怀与心理健康", "Human care and mental health"),
        Kind("hardship", "困难家庭帮扶", "Help for families in difficulty"),
    ),
    "culture": (
        Kind("public-culture", "公共文化", "Public culture"),
        Kind("art", "文艺创作与传播", "Art creation and its spread"),
        Kind("sport", "职工体育", "Sport"),
        Kind("culture-education", "文化教育", "Culture education"),
    ),
}


def belongs(kind: str, need_class: str) -> bool:
    """Whether there is such a kind in the class."""
    return any(known.code == kind for known in CLASSES.get(need_class, ()))


def listed() -> dict[str, Any]:
    """All kinds with their classes, as an answer."""
    items = [
        {"need_class": need_class, "code": k.code, "name": k.name, "name_en": k.name_en}
        for need_class, known in CLASSES.items()
        for k in known
    ]
    return {"items": items, "next_cursor": None}
