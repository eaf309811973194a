"""E-mail by SMTP (RFC 5321).

Until the text is handed over with its final dot, a failure means that nothing was taken; after
it, nobody knows. The Message-ID is the message's reference, so that a repeat is the same e-mail to
whoever compares, which not every mail server does.
"""

from __future__ import annotations

import math
import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from enum import StrEnum

import eventlet

from chassis.errors import ConfigurationError
from chassis.log import get_logger
from services.notify.channels.addresses import is_mailbox
from services.notify.channels.port import ACCEPTED, Outcome, OutcomeKind, Outgoing

_AT_ONCE = 10
_LINE_BREAK = re.compile(r"[\r\n\x00-\x08\x0b-\x1f\x7f\u2028\u2029\x85]")
_TITLE = 150  # characters of a subject
_log = get_logger(__name__)


class Security(StrEnum):
    """How a connection to the mail server is kept to itself."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSettings:
    """How to reach the mail server; ``timeout`` is the seconds that one message may take.
    ``context`` says whom a TLS connection trusts."""

    host: str
    port: int
    security: Security
    username: str
    password: str = field(repr=False)
    sender: str
    timeout: float = 10.0
    context: ssl.SSLContext | None = field(default=None, repr=False)


def configured(environ: Mapping[str, str]) -> EmailSettings | None:
    """The settings from ``SMTP_HOST``, ``_PORT``, ``_SECURITY``, ``_USERNAME``, ``_PASSWORD``,
    ``_FROM`` and ``_TIMEOUT``; ``None`` without a host.

    Raises ``ConfigurationError`` that names all that is wrong.
    """
    value = {name: text.strip() for name, text in environ.items() if name.startswith("SMTP_")}
    if not value.get("SMTP_HOST"):
        return None
    wrong = []
    security = value.get("SMTP_SECURITY") or Security.STARTTLS
    if security not in set(Security):
        wrong.append("SMTP_SECURITY must be starttls, tls or none")
        security = Security.STARTTLS
    port = value.get("SMTP_PORT") or str(_PORTS[Security(security)])
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        wrong.append("SMTP_PORT must be a port")
    timeout = value.get("SMTP_TIMEOUT") or "10"
    if not timeout.isdecimal() or not 1 <= int(timeout) <= 60:
        wrong.append("SMTP_TIMEOUT must be a whole number of seconds between 1 and 60")
    if not is_mailbox(value.get("SMTP_FROM", "")):
        wrong.append("SMTP_FROM must be an e-mail address")
    username, password = value.get("SMTP_USERNAME", ""), value.get("SMTP_PASSWORD", "")
    if bool(username) != bool(password):
        wrong.append("SMTP_USERNAME and SMTP_PASSWORD go together")
    if username and security == Security.NONE:
        wrong.append("SMTP_SECURITY must not be none where a password is sent")
    if wrong:
        raise ConfigurationError("The environment is not right:\n  " + "\n  ".join(wrong))
    return EmailSettings(
        host=value["SMTP_HOST"],
        port=int(port),
        security=Security(security),
        username=username,
        password=password,
        sender=value["SMTP_FROM"],
        timeout=float(timeout),
    )


class Email:
    """Sends ten messages at a time, each on a connection of its own."""

    provider = "email"
    idempotent = False
    receipts = False

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._context = settings.context or ssl.create_default_context()

    def longest(self, count: int) -> float:
        """Ten at a time, each at most the time-out."""
        return max(1, math.ceil(count / _AT_ONCE)) * self._settings.timeout

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """One e-mail a message."""
        return list(eventlet.GreenPool(_AT_ONCE).imap(self._send, batch))

    def _send(self, message: Outgoing) -> Outcome:
        # Neither address nor subject may end its line: what follows would be another header.
        if not is_mailbox(message.to) or _LINE_BREAK.search(message.title):
            return Outcome(OutcomeKind.REJECTED, "not an address or a title")
        letter = self._letter(message)
        way = _Way()
        try:
            with eventlet.Timeout(self._settings.timeout, TimeoutError()):
                return self._hand_over(letter, message.to, way)
        except (OSError, smtplib.SMTPException) as error:
            name = type(error).__name__
            _log.warning("smtp broke off", written=way.written, error=name)
            # A wrong password or certificate is ours to mend, and nothing was taken.
            kind = OutcomeKind.UNCERTAIN if way.written else OutcomeKind.REFUSED
            return Outcome(kind, name)
        finally:
            way.close()

    def _hand_over(self, letter: bytes, to: str, way: _Way) -> Outcome:
        server = way.server = self._connected()
        code, _ = server.mail(self._settings.sender)
        if code != 250:
            return _refused("from", code)
        code, _ = server.rcpt(to)
        if code not in (250, 251):
            return _refused("to", code)
        code, _ = server.docmd("DATA")
        if code != 354:
            return _refused("data", code)
        way.written = True
        server.send(letter)
        code, _ = server.getreply()
        return ACCEPTED if code == 250 else _refused("text", code)

    def _connected(self) -> smtplib.SMTP:
        ours = self._settings
        server: smtplib.SMTP
        if ours.security is Security.TLS:
            server = smtplib.SMTP_SSL(
                ours.host, ours.port, timeout=ours.timeout, context=self._context
            )
        else:
            server = smtplib.SMTP(ours.host, ours.port, timeout=ours.timeout)
        try:
            server.ehlo_or_helo_if_needed()
            if ours.security is Security.STARTTLS:
                server.starttls(context=self._context)  # raises where it is not offered
                server.ehlo()
            if ours.username:
                server.login(ours.username, ours.password)
        except BaseException:
            server.close()
            raise
        return server

    def _letter(self, message: Outgoing) -> bytes:
        """The e-mail as it goes over the line, with the dot that ends it."""
        letter = EmailMessage(policy=SMTP)
        first_line = next(iter(message.text.strip().splitlines()), "")
        letter["Subject"] = (message.title or _LINE_BREAK.sub(" ", first_line))[:_TITLE]
        letter["From"] = Address(addr_spec=self._settings.sender)
        letter["To"] = Address(addr_spec=message.to)
        letter["Date"] = formatdate()
        letter["Message-ID"] = f"<{message.reference}@{self._settings.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text, cte="base64")
        # In base64, and in headers, no line begins with a dot, so that none need be doubled.
        return letter.as_bytes() + b".\r\n"


@dataclass(slots=True)
class _Way:
    """How far one attempt has come."""

    server: smtplib.SMTP | None = None
    written: bool = False

    def close(self) -> None:
        """Without a good-bye, which could only cost time."""
        if self.server is not None:
            self.server.close()


def _refused(step: str, code: int) -> Outcome:
    """What a server's no means; its words are left out, for they repeat the address.

    4xx is for now and 5xx for good; but a 5xx to MAIL FROM is about us, not about this message, and
    ours to mend. Anything else is no answer.
    """
    said = f"{step} {code}"
    if 400 <= code < 500 or (step == "from" and 500 <= code < 600):
        return Outcome(OutcomeKind.REFUSED, said)
    if 500 <= code < 600:
        return Outcome(OutcomeKind.REJECTED, said)
    return Outcome(OutcomeKind.UNCERTAIN if step == "text" else OutcomeKind.REFUSED, said)
