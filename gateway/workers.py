"""Several processes on one listening socket, for machines with several cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any

from chassis.log import get_logger

_LOOK = 0.5  # seconds between two looks whether to stop
_YOUNG = 5.0  # a worker that ends before this age (seconds) could not start
_MOST_FALSE_STARTS = 5  # in a row
_log = get_logger(__name__)


class Workers:
    """Keeps ``count`` processes running ``work(*arguments)``; a dead one is replaced.

    They are spawned, not forked, so that each builds its own event loop and connections.
    """

    def __init__(
        self, count: int, work: Callable[..., None], arguments: tuple[Any, ...], *, drain: float
    ) -> None:
        """``drain`` is how long (seconds) a worker may take to stop."""
        multiprocessing.allow_connection_pickling()
        self._context = multiprocessing.get_context("spawn")
        self._count = count
        self._work = work
        self._arguments = arguments
        self._drain = drain
        self._running: dict[SpawnProcess, float] = {}
        self._false_starts = 0
        self._told = False

    def run(self) -> int:
        """Until SIGTERM or SIGINT: 0. When workers cannot start: 1."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._tell)
        try:
            while not self._told and self._false_starts < _MOST_FALSE_STARTS:
                while len(self._running) < self._count:
                    self._start()
                wait([each.sentinel for each in self._running], timeout=_LOOK)
                self._bury()
        finally:
            self._stop()
        return 0 if self._told else 1

    def _tell(self, _number: int, _frame: Any) -> None:
        self._told = True

    def _start(self) -> None:
        worker = self._context.Process(
            target=_guarded, args=(self._drain, self._work, self._arguments)
        )
        worker.start()
        self._running[worker] = time.monotonic()

    def _bury(self) -> None:
        for worker, since in list(self._running.items()):
            if worker.is_alive() or self._told:
                continue
            del self._running[worker]
            _log.error("worker ended", pid=worker.pid, status=worker.exitcode)
            young = time.monotonic() - since < _YOUNG
            self._false_starts = self._false_starts + 1 if young else 0

    def _stop(self) -> None:
        for worker in self._running:
            worker.terminate()
        deadline = time.monotonic() + self._drain
        for worker in self._running:
            worker.join(max(0.0, deadline - time.monotonic()))
            if worker.is_alive():
                worker.kill()
                worker.join()


def _guarded(drain: float, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """Work until told to stop, or until the process that could tell is gone."""
    threading.Thread(target=_stop_when_orphaned, args=(drain,), daemon=True).start()
    work(*arguments)


def _stop_when_orphaned(drain: float) -> None:
    """What the process that is gone would have done."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(drain)
    os.kill(os.getpid(), signal.SIGKILL)
