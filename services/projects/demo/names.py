"""Names of people who do not exist."""

from __future__ import annotations

from typing import Final

_SURNAMES: Final = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹"
_GIVEN: Final = (
    *("明远", "静宜", "立群", "雅琴", "志和", "思齐", "慧敏", "长青", "若兰", "一鸣", "文静"),
    *("晓峰", "桂英", "建华", "欣然", "德林", "美玲", "世杰", "春燕", "学勤", "佳宁", "友谅"),
    "念慈",
)


def person(number: int) -> str:
    """A name; neighbours differ in both parts."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number * 5 % len(_GIVEN)]
