"""SMS through Kannel's ``sendsms`` interface (Kannel 1.4.5 user guide, chapter 6).

It has no idempotency and gives no id, so what happens to a connection decides what is known
(``exchange``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import eventlet

from chassis.errors import ConfigurationError
from services.notify.channels.exchange import Answer, Request, ask, is_address
from services.notify.channels.port import ACCEPTED, Outcome, OutcomeKind, Outgoing
from services.notify.channels.rules import Encoding, size

_AT_ONCE = 20
_EVERY_END = "27"  # dlr-mask: delivered 1, not delivered 2, taken 8, not taken 16
_LATER = {401, 403, 404, 429, 503}  # ours to mend, or Kannel's "try again later"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptDoor:
    """Where Kannel brings receipts, and what shows that it is Kannel."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KannelSettings:
    """How to reach Kannel; ``timeout`` is the seconds that one message may take."""

    url: str
    username: str
    password: str = field(repr=False)
    sender: str
    timeout: float = 10.0
    receipts: ReceiptDoor | None = None
    name: str = "kannel"


def configured(environ: Mapping[str, str]) -> list[KannelSettings]:
    """The gateways in the order in which they are tried: ``SMS_GATEWAY_URL``, ``_USERNAME`` and
    ``_PASSWORD``, and ``SMS_GATEWAY_2_URL`` and so on for the one that stands in; none without an
    address. ``SMS_SENDER`` (``SMS_SENDER_2`` where it differs), ``SMS_TIMEOUT``,
    ``SMS_RECEIPT_URL`` and ``SMS_RECEIPT_TOKEN`` are for both.

    Raises ``ConfigurationError`` that names all that is wrong.
    """
    value = {name: text.strip() for name, text in environ.items() if name.startswith("SMS_")}
    wrong: list[str] = []
    if not value.get("SMS_GATEWAY_URL"):
        if value.get("SMS_GATEWAY_2_URL"):
            raise ConfigurationError("SMS_GATEWAY_2_URL stands in for SMS_GATEWAY_URL: name that")
        return []
    timeout = value.get("SMS_TIMEOUT") or "10"
    if not timeout.isdecimal() or not 1 <= int(timeout) <= 60:
        wrong.append("SMS_TIMEOUT must be a whole number of seconds between 1 and 60")
    receipts = _receipt_door(value, wrong)
    found = []
    for number, prefix in enumerate(("SMS_GATEWAY", "SMS_GATEWAY_2"), start=1):
        url = value.get(f"{prefix}_URL", "")
        if not url:
            continue
        if not is_address(url):
            wrong.append(f"{prefix}_URL must be an http or https address")
        needed = (f"{prefix}_USERNAME", f"{prefix}_PASSWORD")
        wrong += [f"{name} is missing" for name in needed if not value.get(name)]
        sender = value.get("SMS_SENDER", "")
        found.append(
            {
                "url": url,
                "username": value.get(needed[0], ""),
                "password": value.get(needed[1], ""),
                "sender": sender if number == 1 else value.get("SMS_SENDER_2") or sender,
                "name": "kannel" if number == 1 else f"kannel-{number}",
            }
        )
    if not value.get("SMS_SENDER"):
        wrong.append("SMS_SENDER is missing")
    if wrong:
        raise ConfigurationError("The environment is not right:\n  " + "\n  ".join(wrong))
    return [KannelSettings(**one, timeout=float(timeout), receipts=receipts) for one in found]


def _receipt_door(value: Mapping[str, str], wrong: list[str]) -> ReceiptDoor | None:
    door = ReceiptDoor(
        url=value.get("SMS_RECEIPT_URL", ""), token=value.get("SMS_RECEIPT_TOKEN", "")
    )
    if not door.url:
        return None
    if not is_address(door.url) or urlsplit(door.url).query:
        wrong.append("SMS_RECEIPT_URL must be an http or https address without parameters")
    if not _TOKEN.fullmatch(door.token):
        wrong.append("SMS_RECEIPT_TOKEN must be 16 to 128 letters, digits, - or _")
    return door


class Kannel:
    """Sends twenty messages at a time, each on a connection of its own."""

    idempotent = False

    def __init__(self, settings: KannelSettings) -> None:
        self._settings = settings
        self.provider = settings.name
        self.receipts = settings.receipts is not None
        self._place = urlsplit(settings.url)

    def longest(self, count: int) -> float:
        """Twenty at a time, each at most the time-out."""
        return math.ceil(count / _AT_ONCE) * self._settings.timeout

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """One request a message."""
        return list(eventlet.GreenPool(_AT_ONCE).imap(self._send, batch))

    def _send(self, message: Outgoing) -> Outcome:
        request = Request(origin=self._settings.url, target=self._target(message))
        answer = ask(request, timeout=self._settings.timeout, provider=self.provider)
        return answer if isinstance(answer, Outcome) else _read(answer)

    def _target(self, message: Outgoing) -> str:
        chinese = size(message.text).encoding is Encoding.UCS2
        query = {
            "username": self._settings.username,
            "password": self._settings.password,
            "from": self._settings.sender,
            "to": message.to,
            # Without coding 2 Kannel turns Chinese into question marks and still says 202.
            "coding": "2" if chinese else "0",
            "charset": "UTF-8",
            "text": message.text,
        }
        if message.lasts is not None:
            query["validity"] = str(_minutes(message.lasts))
        if self._settings.receipts:
            query["dlr-mask"] = _EVERY_END
            query["dlr-url"] = _receipt_url(self._settings.receipts, message)
        return f"{self._place.path or '/cgi-bin/sendsms'}?{urlencode(query)}"


def _minutes(lasts: timedelta) -> int:
    """Whole minutes, rounded down so that it does not go out late; Kannel knows nothing shorter
    than one."""
    return max(1, lasts // timedelta(minutes=1))


def _receipt_url(door: ReceiptDoor, message: Outgoing) -> str:
    """Kannel fills in status, the carrier's id and the carrier's words, encoded for a URL."""
    ours = {"token": door.token, "message_id": message.reference, "attempt": message.attempt}
    return f"{door.url}?{urlencode(ours)}&status=%d&carrier_id=%F&reply=%A"


def _read(answer: Answer) -> Outcome:
    """What an answer says. Kannel itself answers 202, 4xx or 503; all else is from in between."""
    status = answer.status
    said = f"{status} {answer.body.decode(errors='replace').strip()[:60]}"
    if status == 202:
        return ACCEPTED
    if status in _LATER:
        return Outcome(OutcomeKind.REFUSED, said)
    if 400 <= status < 500 and status != 408:
        return Outcome(OutcomeKind.REJECTED, said)
    return Outcome(OutcomeKind.UNCERTAIN, said)
