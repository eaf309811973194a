"""Phones as the carrier reaches them, and the receipts it writes when it has."""

from __future__ import annotations

import time
from collections import defaultdict

from tests.support.smsc import text
from tests.support.smsc.pdu import Option, ShortMessage, named
from tests.support.smsc.text import Part

_RECEIPT = 0x04  # esm_class
_DELIVERED = 2  # message_state, section 5.2.28 of the specification


class Phones:
    """What has arrived on each number, part by part."""

    def __init__(self) -> None:
        self._parts: defaultdict[str, list[Part]] = defaultdict(list)
        self._validities: defaultdict[str, list[str]] = defaultdict(list)

    def arrive(self, message: ShortMessage) -> None:
        """A part arrives."""
        part = text.unpacked(
            message.octets, esm_class=message.esm_class, data_coding=message.data_coding
        )
        self._parts[message.destination].append(part)
        self._validities[message.destination].append(message.validity_period)

    def parts(self, number: str) -> list[Part]:
        """The parts on a phone, in their order."""
        return list(self._parts[number])

    def validities(self, number: str) -> list[str]:
        """Until when the carrier might have delivered each part, as it was told."""
        return list(self._validities[number])

    def texts(self, number: str) -> list[str]:
        """The whole texts on a phone, in the order in which they became whole."""
        begun: defaultdict[tuple[int, int], list[Part]] = defaultdict(list)
        whole = []
        for part in self._parts[number]:
            pieces = begun[part.reference, part.total]
            pieces.append(part)
            if (found := text.joined(pieces)) is not None:
                whole.append(found)
                pieces.clear()
        return whole


def receipt(message: ShortMessage, message_id: str) -> ShortMessage:
    """That a message was delivered, as carriers write it: appendix B of the specification."""
    now = time.strftime("%y%m%d%H%M")
    words = (
        f"id:{message_id} sub:001 dlvrd:001 submit date:{now} done date:{now} "
        "stat:DELIVRD err:000 text:"
    )
    return ShortMessage(
        source=message.destination,
        destination=message.source,
        octets=words.encode(),
        esm_class=_RECEIPT,
        options={
            Option.RECEIPTED_MESSAGE_ID: named(message_id),
            Option.MESSAGE_STATE: bytes((_DELIVERED,)),
        },
    )
