"""What a member may write in an SMS, and how it is read: never an error, at worst ``UNREADABLE``.

Old phones write full-width letters, blanks where none belong, and O for 0; all of that is the same
command. The code of a release has six letters of Crockford's base 32 (``chassis.ids``); behind it
the last digits of a card may stand, for a number that several members share.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_READ: Final = 200  # characters; no command is nearly as long


class Verb(StrEnum):
    """What an SMS asks for."""

    CLAIM = "claim"
    QUERY = "query"
    RETURN = "return"
    WAIT = "wait"
    ACCEPT = "accept"
    YES = "yes"  # the answer to our question whether somebody is sure
    HELP = "help"
    STOP = "stop"
    START = "start"
    CARD = "card"  # the last digits of a card: the answer to our question
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Command:
    """An SMS as it was understood; ``card`` are last digits of a card number."""

    verb: Verb
    code: str = ""
    card: str = ""


_UNREADABLE = Command(Verb.UNREADABLE)
_WITH_CODE = {
    Verb.CLAIM: ("抢票", "报名", "QP", "BM"),
    Verb.RETURN: ("退票", "TP"),
    Verb.WAIT: ("候补", "HB"),
    Verb.ACCEPT: ("要票", "YP"),
}
_ALONE = {
    Verb.HELP: ("帮助", "BZ", "HELP", "0"),
    Verb.QUERY: ("查询", "CX", "1"),
    Verb.YES: ("Y", "YES", "是", "确定", "确认"),
    Verb.STOP: ("退订", "退訂", "拒收", "TD", "T", "TUIDING", "STOP", "UNSUBSCRIBE"),
    Verb.START: (
        "恢复",
        "恢复订阅",
        "取消退订",
        "取消退訂",
        "订阅",
        "HF",
        "QXTD",
        "START",
        "UNSTOP",
    ),
}
_ALONE_BY_WORD = {word: verb for verb, words in _ALONE.items() for word in words}
_VERB_BY_WORD = {word: verb for verb, words in _WITH_CODE.items() for word in words}
WORD = {verb: words[-1] for verb, words in _WITH_CODE.items()}
"""How a command that needs a code is best written on an old phone."""
_HEAD = re.compile(rf"({'|'.join(_VERB_BY_WORD)})(.*)")
_FILLERS = re.compile(r"[\s_\-+#*.,:;!?'\"()\[\]<>/\\。、，：；！“”‘’（）【】《》…·]+")
_CODE = re.compile(r"([0-9A-HJKMNP-TV-Z]{6})([0-9]{4,16})?")
_CARD = re.compile(r"[0-9]{4,16}")
_LOOKS_LIKE = str.maketrans("OIL", "011")  # as Crockford's base 32 has it
_MOBILE = re.compile(r"(?:0{0,2}86)?(1[3-9][0-9]{9})")


def plain(text: str) -> str:
    """The text as far as it matters: half-width, capitals, without blanks and punctuation."""
    whole = unicodedata.normalize("NFKC", text[:MOST_READ]).upper()
    return _FILLERS.sub("", whole)


def read(text: str) -> Command:
    """What an SMS asks for."""
    said = plain(text)
    if verb := _ALONE_BY_WORD.get(said):
        return Command(verb)
    head = _HEAD.fullmatch(said)
    if head:
        return _with_code(_VERB_BY_WORD[head[1]], head[2])
    if _CARD.fullmatch(said):
        return Command(Verb.CARD, card=said)
    return _UNREADABLE


def _with_code(verb: Verb, rest: str) -> Command:
    if not rest:
        return Command(verb)
    if _CARD.fullmatch(rest) and len(rest) == 4:  # the card without the code
        return Command(verb, card=rest)
    found = _CODE.fullmatch(rest.translate(_LOOKS_LIKE))
    return Command(verb, code=found[1], card=found[2] or "") if found else _UNREADABLE


def mobile(sender: str) -> str:
    """A mobile number of mainland China as eleven digits; empty for any other sender.

    Carriers write ``13800000001``, ``8613800000001``, ``+8613800000001`` and more.
    """
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", sender[:40]))
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else ""
