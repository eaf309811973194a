"""The carrier simulator's wire format and texts, against the specifications' own layout."""

from __future__ import annotations

import pytest

from services.notify.channels.rules import size
from tests.support.smsc import pdu, text
from tests.support.smsc.pdu import Command, Pdu, ShortMessage, Status

CHINESE = "您已抢到儿童剧《小马过河》的票，请准时入场。" * 8


def test_a_pdu_has_its_length_command_status_and_sequence_in_front() -> None:
    asked = Pdu(Command.SUBMIT_SM, 7)

    answer = asked.answer(pdu.named("A1"), status=Status.THROTTLED)

    assert answer.packed().hex() == "00000013800000040000005800000007413100"


@pytest.mark.parametrize("options", [{}, {0x001E: b"A1\0", 0x0427: b"\2"}])
def test_a_short_message_comes_back_as_it_was(options: dict[int, bytes]) -> None:
    message = ShortMessage(
        source="12351",
        destination="8613800000001",
        octets="你好".encode("utf-16-be"),
        esm_class=0x40,
        data_coding=8,
        registered_delivery=1,
        validity_period="261124015500000+",
        options=options,
    )

    assert ShortMessage.unpacked(message.packed()) == message


@pytest.mark.parametrize("kept", [0, 1, 10, 30])
def test_a_message_that_breaks_off_is_an_error(kept: int) -> None:
    whole = ShortMessage(source="12351", destination="8613800000001", octets=b"CX" * 20).packed()

    with pytest.raises(ValueError, match=r"end|breaks off"):
        ShortMessage.unpacked(whole[:kept])


@pytest.mark.parametrize("words", ["QP 7K3M9Q", "A" * 161, "票" * 70, "票" * 71, CHINESE])
def test_parts_are_as_many_as_notify_counts_and_come_together_in_any_order(words: str) -> None:
    parts = text.split(words, reference=9)
    heard = [
        text.unpacked(part.packed(), esm_class=part.esm_class, data_coding=part.data_coding)
        for part in parts
    ]

    assert heard == parts
    assert len(parts) == size(words).parts
    assert max(len(part.packed()) for part in parts) <= (160 if words.isascii() else 140)
    assert text.joined([*reversed(parts), parts[0]]) == words
    assert text.joined(parts[1:]) is None
