"""Contenders in turns: each a process and a database of its own, one at work at a time.

What else the machine does comes and goes within seconds, so that contenders measured one after
the other would be measured on two machines.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.notify.sink import Sink

TURN = 2000  # recipients


def work(steps: Iterator[None], sink: Sink) -> None:
    """In a contender's process: a line in begins a turn, a line out tells of it."""
    next(steps)  # prepared
    print("ready", flush=True)
    over = False
    for _ in sys.stdin:
        began, before = time.perf_counter(), sink.taken
        while not over and sink.taken - before < TURN:
            over = next(steps, "over") == "over"
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told = {"took": took, "taken": sink.taken, "sum": sink.sum, "peak": peak, "over": over}
        print(json.dumps(told), flush=True)


class Contender:
    """One of them as the parent sees it."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.took = 0.0
        self.told: dict[str, Any] = {"over": False}
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{command} did not begin")

    def turn(self) -> None:
        """Let it work for a turn."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        self.told = json.loads(process.stdout.readline())
        self.took += self.told["took"]

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


def in_turns(contenders: list[Contender]) -> None:
    """Until all are done."""
    while waiting := [each for each in contenders if not each.told["over"]]:
        for contender in waiting:
            contender.turn()
