"""SMPP on the wire, as far as a carrier needs it.

Source: Short Message Peer-to-Peer Protocol Specification v3.4, Issue 1.2, sections 3.2, 4 and 5.
"""

from __future__ import annotations

import struct
from asyncio import StreamReader
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

_HEADER: Final = struct.Struct(">IIII")
_OPTION: Final = struct.Struct(">HH")
_LONGEST: Final = 64 * 1024
RESPONSE: Final = 0x80000000
"""The bit that makes a command the answer to it."""


class Command(IntEnum):
    """What a PDU is for."""

    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    GENERIC_NACK = RESPONSE


class Status(IntEnum):
    """How an answer turns out."""

    OK = 0x00
    INVALID_COMMAND = 0x03
    NOT_BOUND = 0x04
    INVALID_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    THROTTLED = 0x58


class Option(IntEnum):
    """Optional parameters."""

    RECEIPTED_MESSAGE_ID = 0x001E
    MESSAGE_STATE = 0x0427


@dataclass(frozen=True, slots=True)
class Pdu:
    """One unit on the wire. ``command`` is a number, for a client may send any."""

    command: int
    sequence: int
    body: bytes = b""
    status: int = Status.OK

    def packed(self) -> bytes:
        """As it travels."""
        length = _HEADER.size + len(self.body)
        return _HEADER.pack(length, self.command, self.status, self.sequence) + self.body

    def answer(self, body: bytes = b"", *, status: int = Status.OK) -> Pdu:
        """The answer to this one."""
        return Pdu(self.command | RESPONSE, self.sequence, body, status)


async def read(source: StreamReader) -> Pdu:
    """The next PDU. Raises ``IncompleteReadError`` at the end, ``ValueError`` for nonsense."""
    length, command, status, sequence = _HEADER.unpack(await source.readexactly(_HEADER.size))
    if not _HEADER.size <= length <= _LONGEST:
        raise ValueError(f"a PDU of {length} bytes")
    body = await source.readexactly(length - _HEADER.size)
    return Pdu(command, sequence, body, status)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortMessage:
    """The body of ``submit_sm`` and ``deliver_sm``; ``octets`` is the text with its header."""

    source: str
    destination: str
    octets: bytes
    esm_class: int = 0
    data_coding: int = 0
    registered_delivery: int = 0
    validity_period: str = ""
    options: Mapping[int, bytes] = field(default_factory=dict)

    def packed(self) -> bytes:
        """As it travels. Raises ``ValueError`` for more than 254 octets."""
        if len(self.octets) > 254:
            raise ValueError("a short message has 254 octets at most")
        return b"".join(
            (
                _text(""),  # service type
                _address(self.source),
                _address(self.destination),
                bytes((self.esm_class, 0, 0)),  # protocol id, priority
                _text(""),  # now
                _text(self.validity_period),  # empty: as long as the carrier likes
                bytes((self.registered_delivery, 0, self.data_coding, 0, len(self.octets))),
                self.octets,
                *(_OPTION.pack(tag, len(value)) + value for tag, value in self.options.items()),
            )
        )

    @classmethod
    def unpacked(cls, body: bytes) -> ShortMessage:
        """From the wire. Raises ``ValueError`` where it breaks off."""
        fields = Fields(body)
        fields.text()  # service type
        fields.octets(2)
        source = fields.text()
        fields.octets(2)
        destination = fields.text()
        esm_class, _, _ = fields.octets(3)
        fields.text()  # when
        validity_period = fields.text()
        registered_delivery, _, data_coding, _, length = fields.octets(5)
        return cls(
            source=source,
            destination=destination,
            esm_class=esm_class,
            registered_delivery=registered_delivery,
            validity_period=validity_period,
            data_coding=data_coding,
            octets=fields.octets(length),
            options=fields.options(),
        )


class Fields:
    """Reads a body field by field. Raises ``ValueError`` where it breaks off."""

    def __init__(self, body: bytes) -> None:
        self._rest = body

    def text(self) -> str:
        """A C-octet string."""
        value, end, self._rest = self._rest.partition(b"\0")
        if not end:
            raise ValueError("a text without an end")
        return value.decode("latin-1")

    def octets(self, count: int) -> bytes:
        """So many octets."""
        if len(self._rest) < count:
            raise ValueError("a body that breaks off")
        value, self._rest = self._rest[:count], self._rest[count:]
        return value

    def options(self) -> dict[int, bytes]:
        """All that is left, as optional parameters."""
        found = {}
        while self._rest:
            tag, length = _OPTION.unpack(self.octets(_OPTION.size))
            found[tag] = self.octets(length)
        return found


def login(body: bytes) -> tuple[str, str]:
    """Name and password of a bind."""
    fields = Fields(body)
    return fields.text(), fields.text()


def named(name: str) -> bytes:
    """The body that holds one id: of a message, or of whom one is bound to."""
    return _text(name)


def _address(number: str) -> bytes:
    """A number with what kind it is: international or, as service numbers are, unknown."""
    kind = b"\1\1" if len(number) > 11 else b"\0\1"
    return kind + _text(number)


def _text(value: str) -> bytes:
    return value.encode("latin-1") + b"\0"
