"""Who listens to what: from events on the broker to the open streams of this process.

A stream carries news, the lists carry the truth: nothing is replayed, and when news may have been
missed all streams end, so that clients come back and look.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from chassis.context import Caller
from chassis.errors import RateLimited, Unavailable
from chassis.log import get_logger
from gateway import frames
from gateway.metrics import STREAMS, STREAMS_DROPPED
from gateway.services import Services

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many streams there may be, and how they are kept alive and told."""

    frames: int = 64  # that wait for one client
    of_one: int = 8  # streams of one caller
    of_all: int = 20_000  # streams of this process
    # Proxies close silent connections: each of so many parts gets a comment in turn.
    beats: int = 15
    between_beats: float = 1.0  # seconds
    # A release interests thousands at once: they are told so many at a time, with a pause
    # (seconds) between, so that claims are answered meanwhile. What changes again on the way is
    # told once.
    told_at_once: int = 100
    breath: float = 0.01


class Stream:
    """What one client has yet to be told."""

    def __init__(self, caller: Caller, *, most_frames: int) -> None:
        self.caller = caller
        self._most = most_frames
        self._frames: deque[bytes] = deque()
        self._news = asyncio.Event()
        self.over = False

    @property
    def waiting(self) -> int:
        """Frames that the client has not taken yet."""
        return len(self._frames)

    def tell(self, frame: bytes) -> None:
        """Add a frame; a client that lets too many wait is dropped."""
        if self.over:
            return
        if len(self._frames) >= self._most:
            STREAMS_DROPPED.inc()
            self._frames.clear()
            self.end()
            return
        self._frames.append(frame)
        self._news.set()

    def end(self) -> None:
        """End after what waits has been sent."""
        self.over = True
        self._news.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """What waits, joined, until the stream ends."""
        while True:
            if self._frames:
                chunk = b"".join(self._frames)
                self._frames.clear()
                yield chunk
            elif self.over:
                return
            else:
                await self._news.wait()
                self._news.clear()


class Streams:
    """All open streams of this process, by whom they belong to."""

    def __init__(self, services: Services, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._by_member: dict[str, set[Stream]] = defaultdict(set)
        self._by_district: dict[str, set[Stream]] = defaultdict(set)
        self._beats: list[set[Stream]] = [set() for _ in range(self._bounds.beats)]
        self.count = 0
        self._changed: dict[str, tuple[list[str], bytes]] = {}
        self._change = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        services.subscribe(frames.TYPES, self.heard, interrupted=self.end_all)

    def start(self) -> None:
        """Begin to beat and to tell."""
        self._tasks = [asyncio.create_task(self._beat()), asyncio.create_task(self._tell())]

    def stop(self) -> None:
        """End every stream."""
        self.end_all()
        for task in self._tasks:
            task.cancel()

    def open(self, caller: Caller) -> Stream:
        """A new stream for a member. Raises ``RateLimited`` and ``Unavailable``."""
        if self.count >= self._bounds.of_all:
            raise Unavailable("too many streams are open here", retry_after=30)
        if len(self._by_member.get(caller.id, ())) >= self._bounds.of_one:
            raise RateLimited("too many streams of yours are open", retry_after=15)
        stream = Stream(caller, most_frames=self._bounds.frames)
        # Clients that lose their streams together come back one after another.
        stream.tell(frames.retry(random.randint(2000, 8000)))
        self._by_member[caller.id].add(stream)
        self._by_district[caller.district].add(stream)
        min(self._beats, key=len).add(stream)
        self.count += 1
        STREAMS.set(self.count)
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        _remove(self._by_member, stream.caller.id, stream)
        _remove(self._by_district, stream.caller.district, stream)
        for beat in self._beats:
            beat.discard(stream)
        self.count -= 1
        STREAMS.set(self.count)

    def end_all(self) -> None:
        """News may have been missed, or the process stops: clients have to come back."""
        for streams in self._by_member.values():
            for stream in streams:
                stream.end()

    def tell_outcome(self, claim: Mapping[str, Any], outcome: Mapping[str, Any]) -> None:
        """Tell a member how a claim ended that this process gave a receipt for."""
        if streams := self._by_member.get(claim["member_id"]):
            frame = frames.claim(claim["key"], outcome)
            for stream in streams:
                stream.tell(frame)

    def heard(self, envelope: Mapping[str, Any]) -> None:
        """Pass an event on to those whom it concerns."""
        try:
            data = envelope["data"]
            if envelope["type"] == frames.MESSAGES:
                frame = frames.message(envelope)
                for stream in self._by_member.get(data["member_id"], ()):
                    stream.tell(frame)
            else:
                self._changed[data["release_id"]] = (
                    list(data["districts"]),
                    frames.release(envelope),
                )
                self._change.set()
        except (KeyError, TypeError) as error:
            _log.error("event without what a stream needs", error=repr(error))

    async def _tell(self) -> None:
        while True:
            await self._change.wait()
            self._change.clear()
            changed, self._changed = self._changed, {}
            for districts, frame in changed.values():
                await self._tell_districts(districts, frame)

    async def _tell_districts(self, districts: list[str], frame: bytes) -> None:
        concerned = [
            stream
            for district in districts or list(self._by_district)
            for stream in self._by_district.get(district, ())
        ]
        size = self._bounds.told_at_once
        for start in range(0, len(concerned), size):
            for stream in concerned[start : start + size]:
                stream.tell(frame)
            await asyncio.sleep(self._bounds.breath)

    async def _beat(self) -> None:
        while True:
            for beat in self._beats:
                await asyncio.sleep(self._bounds.between_beats)
                for stream in beat:
                    stream.tell(frames.COMMENT)


def _remove(index: dict[str, set[Stream]], key: str, stream: Stream) -> None:
    index[key].discard(stream)
    if not index[key]:
        del index[key]
