"""Robots of WeCom, DingTalk and Feishu groups, by their webhooks.

All three answer HTTP 200 with an error inside, so the answer is read. An address is the key that
stands in the webhook's URL, never the URL: a robot is reached at its provider's origin and nowhere
else, whatever an officer writes down. Texts go as plain text, so that no title is read as markup.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

import eventlet

from chassis.errors import ConfigurationError
from services.notify.channels.exchange import Answer, Request, ask, is_address
from services.notify.channels.port import ACCEPTED, Outcome, OutcomeKind, Outgoing

_AT_ONCE = 20
_MORE = "…"
_HEADERS = {"Content-Type": "application/json; charset=utf-8"}


class Robot(ABC):
    """One provider of robots; ``origin`` is where it is, ``now`` signs."""

    provider: str
    idempotent = False
    receipts = False
    usual_origin: ClassVar[str]
    most_bytes: ClassVar[int]
    never: ClassVar[frozenset[int]]
    """Errors that say that this message or address will not do. Every other says that it was not
    taken now: too many a minute, or a setting of the robot that its owner may mend."""

    def __init__(self, *, origin: str, now: Callable[[], datetime], timeout: float = 10.0) -> None:
        self._origin = origin
        self._now = now
        self._timeout = timeout

    def longest(self, count: int) -> float:
        """Twenty at a time, each at most the time-out."""
        return max(1, math.ceil(count / _AT_ONCE)) * self._timeout

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """One request a message."""
        return list(eventlet.GreenPool(_AT_ONCE).imap(self._send, batch))

    def _send(self, message: Outgoing) -> Outcome:
        text = f"{message.title}\n{message.text}" if message.title else message.text
        target, said = self._ask(message, cut_to_bytes(text, self.most_bytes))
        request = Request(
            origin=self._origin,
            target=target,
            method="POST",
            body=json.dumps(said, ensure_ascii=False).encode(),
            headers=_HEADERS,
        )
        answer = ask(request, timeout=self._timeout, provider=self.provider)
        return answer if isinstance(answer, Outcome) else self._read(answer)

    @abstractmethod
    def _ask(self, message: Outgoing, text: str) -> tuple[str, dict[str, Any]]:
        """Path with parameters, and body."""

    def _code(self, said: dict[str, Any]) -> Any:
        return said.get("errcode")

    def _read(self, answer: Answer) -> Outcome:
        """What an answer says; its words are left out, for they may repeat what was sent."""
        if answer.status == 429:
            return Outcome(OutcomeKind.REFUSED, "429")
        try:
            said = json.loads(answer.body)
            code = self._code(said) if isinstance(said, dict) else None
        except ValueError:
            code = None
        if type(code) is not int or answer.status >= 500:
            refused = 400 <= answer.status < 500 and answer.status != 408
            kind = OutcomeKind.REJECTED if refused else OutcomeKind.UNCERTAIN
            return Outcome(kind, f"{answer.status} without a word")
        if code == 0:
            return ACCEPTED
        kind = OutcomeKind.REJECTED if code in self.never else OutcomeKind.REFUSED
        return Outcome(kind, f"{answer.status} code {code}")

    def _signature(self, key: str, text: str) -> str:
        return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()


class WeCom(Robot):
    """WeCom (企业微信). 45009 is too many a minute, -1 busy."""

    provider = "wecom"
    usual_origin = "https://qyapi.weixin.qq.com"
    most_bytes = 2048
    # No such robot; a message that is none.
    never = frozenset({93000, 40008, 40058, 44004})

    def _ask(self, message: Outgoing, text: str) -> tuple[str, dict[str, Any]]:
        target = f"/cgi-bin/webhook/send?{urlencode({'key': message.to})}"
        return target, {"msgtype": "text", "text": {"content": text}}


class DingTalk(Robot):
    """DingTalk (钉钉). 130101 and 410100 are too many a minute, -1 busy; 310000 says that a key
    word, the signature or the address list of the robot is not met."""

    provider = "dingtalk"
    usual_origin = "https://oapi.dingtalk.com"
    most_bytes = 18_000  # of 20,000 for the whole body
    # No such robot.
    never = frozenset({300001, 400101, 400105})

    def _ask(self, message: Outgoing, text: str) -> tuple[str, dict[str, Any]]:
        query = {"access_token": message.to}
        if message.secret:
            moment = str(round(self._now().timestamp() * 1000))
            signed = self._signature(message.secret, f"{moment}\n{message.secret}")
            query |= {"timestamp": moment, "sign": signed}
        return f"/robot/send?{urlencode(query)}", {"msgtype": "text", "text": {"content": text}}


class Feishu(Robot):
    """Feishu (飞书). 11232 is too many a minute; 19021, 19022 and 19024 say that signature,
    address list or key word of the robot are not met."""

    provider = "feishu"
    usual_origin = "https://open.feishu.cn"
    most_bytes = 18_000  # of 20 kB for the whole body
    # No such robot.
    never = frozenset({19001})

    def _ask(self, message: Outgoing, text: str) -> tuple[str, dict[str, Any]]:
        said: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if message.secret:
            moment = str(int(self._now().timestamp()))
            # Time and secret are the key here, and nothing is what is signed.
            sign = self._signature(f"{moment}\n{message.secret}", "")
            said |= {"timestamp": moment, "sign": sign}
        return f"/open-apis/bot/v2/hook/{quote(message.to, safe='')}", said

    def _code(self, said: dict[str, Any]) -> Any:
        return said.get("code", said.get("StatusCode"))


def cut_to_bytes(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8; where something is missing there are dots."""
    whole = text.encode()
    if len(whole) <= most:
        return text
    return whole[: most - len(_MORE.encode())].decode(errors="ignore") + _MORE


ROBOTS: dict[str, type[Robot]] = {
    "wecom": WeCom,
    "dingtalk": DingTalk,
    "feishu": Feishu,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotSettings:
    """Where each provider is; ``timeout`` is the seconds that one message may take."""

    origins: Mapping[str, str]
    timeout: float = 10.0


def robots_configured(environ: Mapping[str, str]) -> RobotSettings:
    """``ROBOT_TIMEOUT``, and ``WECOM_ORIGIN``, ``DINGTALK_ORIGIN`` and ``FEISHU_ORIGIN`` where a
    provider is reached through another place than its own (a proxy, Lark's).

    Raises ``ConfigurationError`` that names all that is wrong.
    """
    wrong = []
    timeout = environ.get("ROBOT_TIMEOUT", "").strip() or "10"
    if not timeout.isdecimal() or not 1 <= int(timeout) <= 60:
        wrong.append("ROBOT_TIMEOUT must be a whole number of seconds between 1 and 60")
    origins = {}
    for name, robot in ROBOTS.items():
        variable = f"{name.upper()}_ORIGIN"
        origin = environ.get(variable, "").strip() or robot.usual_origin
        if not is_address(origin) or urlsplit(origin).path not in ("", "/"):
            wrong.append(f"{variable} must be an http or https address without a path")
        origins[name] = origin
    if wrong:
        raise ConfigurationError("The environment is not right:\n  " + "\n  ".join(wrong))
    return RobotSettings(origins=origins, timeout=float(timeout))
