"""What processes use, read from /proc: processor time tells more than a clock on a busy machine."""

from __future__ import annotations

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(*pids: int) -> float:
    """Processor time that processes have used so far."""
    return sum(_cpu(Path(f"/proc/{pid}")) for pid in pids)


def memory_mb(pid: int) -> float:
    """Memory that a process has in use now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * _PAGE / 2**20


def backends(database: str) -> list[int]:
    """PostgreSQL's processes that serve a database."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"postgres:") and database.encode() in command:
            found.append(int(process.name))
    return found


def _cpu(process: Path) -> float:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK
