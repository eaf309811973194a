"""A carrier with phones: what arrived on them, what they send, and what the carrier does wrong.

It runs on an event loop in a thread of its own; the public methods are for the test's thread.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from tests.support.smsc import text
from tests.support.smsc.faults import Answer, Faults
from tests.support.smsc.pdu import ShortMessage, Status
from tests.support.smsc.phones import Phones, receipt
from tests.support.smsc.session import LineLost, Session
from tests.support.smsc.text import Part

T = TypeVar("T")
_SECONDS = 5.0  # for an answer to what is brought, before it is brought again
_PAUSE = 0.2
_TIMES = 50  # that it is brought at most


class Carrier:
    """An SMSC on a port of 127.0.0.1 with one account."""

    name, password = "unionhall", "carrier1"  # SMPP has room for eight letters of a password

    def __init__(self) -> None:
        self.faults = Faults()
        self._phones = Phones()
        self._submissions = 0
        self._references = 0
        self._receipts: list[ShortMessage] = []
        self._session: Session | None = None
        self._lines = 0
        self._away = False
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        ).result(5)
        self.port: int = self._server.sockets[0].getsockname()[1]

    # --- for tests ---------------------------------------------------------------------------

    @property
    def lines(self) -> int:
        """How often a client has bound itself."""
        return self._lines

    @property
    def connected(self) -> bool:
        """Whether a client is bound now."""
        return self._session is not None and not self._session.ended

    def texts(self, number: str) -> list[str]:
        """The whole texts on a phone, in the order in which they became whole."""
        return self._call(lambda: self._phones.texts(number))

    def parts(self, number: str) -> list[Part]:
        """The parts on a phone, in their order."""
        return self._call(lambda: self._phones.parts(number))

    def validities(self, number: str) -> list[str]:
        """The ``validity_period`` of each part on a phone; empty where none was set."""
        return self._call(lambda: self._phones.validities(number))

    def plan(self, answers: Iterable[Answer], *, usual: Answer = Answer.TAKE) -> None:
        """How the next submissions are answered, and all behind them."""

        def change() -> None:
            self.faults.plan.clear()
            self.faults.plan.extend(answers)
            self.faults.usual = usual

        self._call(change)

    def hold_receipts(self) -> None:
        """Keep receipts back until they are let go."""
        self._call(lambda: setattr(self.faults, "receipts_held", True))

    def let_receipts_go(self, *, reverse: bool = False, times: int = 1) -> int:
        """Bring what was held, the last first if wanted, each so often; how many there were."""

        def release() -> int:
            self.faults.receipts_held = False
            held, self._receipts = self._receipts, []
            for message in reversed(held) if reverse else held:
                for _ in range(times):
                    self._bring(message)
            return len(held)

        return self._call(release)

    def go_away(self) -> None:
        """Break the line, and take none until it is back."""

        def leave() -> None:
            self._away = True
            if self._session:
                self._session.cut()

        self._call(leave)

    def come_back(self) -> None:
        """Take lines again."""
        self._call(lambda: setattr(self, "_away", False))

    def say(self, words: str, *, sender: str, to: str = "12351", times: int = 1) -> None:
        """A phone sends an SMS, which is brought so often. Returns at once."""

        def send() -> None:
            self._references = self._references % 255 + 1
            for part in text.split(words, reference=self._references):
                message = ShortMessage(
                    source=sender,
                    destination=to,
                    octets=part.packed(),
                    esm_class=part.esm_class,
                    data_coding=part.data_coding,
                )
                for _ in range(times):
                    self._bring(message)

        self._call(send)

    def close(self) -> None:
        """End for good."""

        async def end() -> None:
            self._server.close()
            for task in self._on_the_way:
                task.cancel()
            if self._session:
                self._session.cut()
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _call(self, act: Callable[[], T]) -> T:
        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(5)

    # --- for sessions ------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._away:
            writer.transport.abort()
        else:
            await Session(self, reader, writer).run()

    def admits(self, name: str, password: str) -> bool:
        """Whether a client is known."""
        return (name, password) == (self.name, self.password)

    def bound(self, session: Session) -> None:
        """The newest line is the one by which things are brought."""
        self._session = session
        self._lines += 1

    def submitted(self, message: ShortMessage) -> tuple[Answer, str]:
        """What becomes of a submission, and its id."""
        self._submissions += 1
        answer = self.faults.next()
        if answer.taken:
            self._phones.arrive(message)
        return answer, f"{self._submissions:08X}"

    def answered(self, message: ShortMessage, message_id: str, answer: Answer) -> None:
        """What was taken is delivered at once, and a receipt goes back where one is asked for."""
        if not answer.taken or not message.registered_delivery & 1:
            return
        delivered = receipt(message, message_id)
        if self.faults.receipts_held:
            self._receipts.append(delivered)
        else:
            self._bring(delivered)

    # --- towards the client ------------------------------------------------------------------

    def _bring(self, message: ShortMessage) -> None:
        task = self._loop.create_task(self._insist(message))
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)

    async def _insist(self, message: ShortMessage) -> None:
        """Until the client takes it: carriers store, and forward when they can."""
        for _ in range(_TIMES):
            try:
                if self._session and (
                    await self._session.deliver(message, seconds=_SECONDS) == Status.OK
                ):
                    return
            except (LineLost, TimeoutError):
                pass
            await asyncio.sleep(_PAUSE)
