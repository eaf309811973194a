"""A file that lies in pieces, read as one: only two pieces are ever in memory."""

from __future__ import annotations

import io
import os
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any


class PiecedFile(io.RawIOBase):
    """A seekable file over numbered pieces, whose sizes are known and whose bytes are loaded when
    they are read."""

    def __init__(self, sizes: Sequence[int], load: Callable[[int], bytes]) -> None:
        super().__init__()
        self._ends = list(accumulate(sizes))
        self._load = lru_cache(maxsize=2)(load)
        self._at = 0

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self._ends[-1] if self._ends else 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning of the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        index = bisect_right(self._ends, self._at)
        piece = self._load(index)
        start = self._at - (self._ends[index] - len(piece))
        part = piece[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)
