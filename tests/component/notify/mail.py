"""A real mail server (aiosmtpd) that takes letters, or does what it is told."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.notify.channels.email import Email, EmailSettings, Security
from tests.support.ports import free_port


@dataclass
class MailHouse:
    """``behaviour`` is ``accept``, a step and an answer (``from 451``, ``to 550``, ``data 354`` …,
    ``text 452``), ``vanish`` (takes the text and closes) or ``silent`` (takes it and says nothing).
    """

    port: int = 0
    behaviour: str = "accept"
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    trusted: ssl.SSLContext | None = None

    @property
    def arrived(self) -> list[tuple[str, str]]:
        """(address, text) of all letters, as who reads them sees them."""
        texts = [letter.get_content().replace("\r\n", "\n") for letter in self.letters]
        return [
            (letter["To"], text.removesuffix("\n"))
            for letter, text in zip(self.letters, texts, strict=True)
        ]

    def channel(self, security: Security = Security.NONE, **changes: Any) -> Email:
        values: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": security,
            "username": "",
            "password": "",
            "sender": "notice@union.example",
            "timeout": 0.5,
            "context": self.trusted,
        }
        return Email(EmailSettings(**(values | changes)))

    def _said(self, step: str) -> str | None:
        word, _, code = self.behaviour.partition(" ")
        return f"{code} as you wish" if word == step else None

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        return self._said("from") or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if said := self._said("to"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if self.behaviour == "vanish":
            server.transport.abort()
        if self.behaviour == "silent":
            await asyncio.sleep(3)
        return self._said("text") or "250 OK"

    def log_in(
        self, _server: Any, _session: Any, _envelope: Any, _way: str, data: Any
    ) -> AuthResult:
        found = (data.login.decode(), data.password.decode())
        self.logins.append(found)
        return AuthResult(success=found == ("union", "a pass word"), handled=False)


@contextmanager
def mail_house(
    *, folder: Path | None = None, security: Security = Security.NONE
) -> Iterator[MailHouse]:
    """A server on a port of its own; with a folder for its certificate it speaks TLS."""
    house = MailHouse(port=free_port())
    options: dict[str, Any] = {}
    if folder is not None:
        offered, house.trusted = _contexts(folder)
        options = {"authenticator": house.log_in, "auth_required": True}
        if security is Security.TLS:
            options |= {"ssl_context": offered, "auth_require_tls": False}
        else:
            options |= {"tls_context": offered, "require_starttls": True}
    controller = Controller(house, hostname="127.0.0.1", port=house.port, **options)
    controller.start()
    try:
        yield house
    finally:
        controller.stop()


def _contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    shown, secret = folder / "mail.pem", folder / "mail.key"
    shown.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    offered = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offered.load_cert_chain(shown, secret)
    return offered, ssl.create_default_context(cafile=str(shown))
