"""A clock for several processes, moved by who holds its file; between two moves it runs."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


class MovedClock:
    """The machine's clock and so many seconds as the file says."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """The present moment of the scenario, in UTC with zone."""
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text("ascii")))

    def move_to(self, moment: datetime) -> None:
        """Let it be ``moment`` now, for all processes at once."""
        seconds = (moment - datetime.now(UTC)).total_seconds()
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(seconds), "ascii")
        os.replace(fresh, self._file)
