"""A bell that greenthreads wait on and that remembers one ring."""

from __future__ import annotations

from eventlet.queue import Empty, LightQueue


class Bell:
    """Rings before and during a wait both wake it; many rings count as one."""

    def __init__(self) -> None:
        self._rings: LightQueue = LightQueue(maxsize=1)

    def ring(self) -> None:
        """Wake the one who waits, or the next one to do so; nobody else runs meanwhile.

        Putting into a full queue would let the waiting greenthread run at once, in the midst of
        whatever the ringer is at.
        """
        if self._rings.empty():
            self._rings.put_nowait(True)

    def wait(self, seconds: float | None) -> bool:
        """Whether the bell rang within ``seconds``."""
        try:
            self._rings.get(timeout=seconds)
        except Empty:
            return False
        return True
