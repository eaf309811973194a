"""One line between the carrier and a client, from bind to its end."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from typing import Protocol

from tests.support.smsc import pdu
from tests.support.smsc.faults import Answer
from tests.support.smsc.pdu import RESPONSE, Command, Pdu, ShortMessage, Status


class LineLost(Exception):
    """The line ended before the client answered."""


class House(Protocol):
    """What a session asks of the carrier it belongs to."""

    def admits(self, name: str, password: str) -> bool:
        """Whether a client is known."""

    def bound(self, session: Session) -> None:
        """The client can be brought messages from now on."""

    def submitted(self, message: ShortMessage) -> tuple[Answer, str]:
        """What becomes of a submission, and its id."""

    def answered(self, message: ShortMessage, message_id: str, answer: Answer) -> None:
        """The client has been told, or not."""


class Session:
    """Answers a client and brings it messages."""

    def __init__(
        self, house: House, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._house = house
        self._reader = reader
        self._writer = writer
        self._sequence = itertools.count(1)
        self._awaited: dict[int, asyncio.Future[int]] = {}
        self._bound = False

    async def run(self) -> None:
        """Until the line ends, by whomever."""
        act: dict[int, Callable[[Pdu], Pdu | None]] = {
            Command.BIND_TRANSCEIVER: self._bind,
            Command.SUBMIT_SM: self._submit,
            Command.ENQUIRE_LINK: Pdu.answer,
            Command.UNBIND: Pdu.answer,
        }
        try:
            while True:
                heard = await pdu.read(self._reader)
                if heard.command & RESPONSE:
                    self._settle(heard)
                    continue
                answer = act.get(heard.command, _unknown)(heard)
                if answer is not None:
                    self._writer.write(answer.packed())
                    await self._writer.drain()
                if heard.command == Command.UNBIND:
                    return
        except (asyncio.IncompleteReadError, OSError):
            return
        finally:
            self.cut()

    async def deliver(self, message: ShortMessage, *, seconds: float) -> Status:
        """Bring a message; what the client answered. Raises ``LineLost``, ``TimeoutError``."""
        if self.ended:
            raise LineLost
        sequence = next(self._sequence)
        answer = asyncio.get_running_loop().create_future()
        self._awaited[sequence] = answer
        try:
            self._writer.write(Pdu(Command.DELIVER_SM, sequence, message.packed()).packed())
            return Status(await asyncio.wait_for(answer, seconds))
        finally:
            self._awaited.pop(sequence, None)

    @property
    def ended(self) -> bool:
        """Whether the line is gone."""
        return self._writer.is_closing()

    def cut(self) -> None:
        """Break the line without a word."""
        self._bound = False
        with contextlib.suppress(OSError):
            self._writer.transport.abort()
        for waiting in self._awaited.values():
            if not waiting.done():
                waiting.set_exception(LineLost())

    def _bind(self, heard: Pdu) -> Pdu | None:
        name, password = pdu.login(heard.body)
        if not self._house.admits(name, password):
            return heard.answer(status=Status.BIND_FAILED)
        self._bound = True
        # Before anything is brought to it, the client must have its answer.
        asyncio.get_running_loop().call_soon(self._house.bound, self)
        return heard.answer(pdu.named("carrier"))

    def _submit(self, heard: Pdu) -> Pdu | None:
        if not self._bound:
            return heard.answer(status=Status.NOT_BOUND)
        message = ShortMessage.unpacked(heard.body)
        answer, message_id = self._house.submitted(message)
        # A receipt that overtook the answer would name an id that nobody knows yet.
        asyncio.get_running_loop().call_soon(self._house.answered, message, message_id, answer)
        if answer is Answer.CUT:
            self.cut()
        if not answer.answered:
            return None
        return heard.answer(pdu.named(message_id) if answer.taken else b"", status=answer.status)

    def _settle(self, heard: Pdu) -> None:
        waiting = self._awaited.get(heard.sequence)
        if waiting is not None and not waiting.done():
            waiting.set_result(heard.status)


def _unknown(heard: Pdu) -> Pdu:
    return Pdu(Command.GENERIC_NACK, heard.sequence, status=Status.INVALID_COMMAND)
