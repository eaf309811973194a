"""How alike two short Chinese texts are: cosine of their grams, the rarer the heavier.

Grams are single characters and pairs of them (a Chinese word mostly has two), and whole words in
other scripts. The weight of a gram is its inverse document frequency, as in the vector space model
of Salton and Buckley (1988). ADR 0041 has the comparison with trigrams.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
LEAST = 0.1  # below this, chance does better


def grams(*texts: str) -> frozenset[str]:
    """The grams of some texts together."""
    found: set[str] = set()
    for text in texts:
        for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold()):
            if run.isascii():
                found.add(run[:20])
            else:
                found.update(run)
                found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


def weights(counts: Mapping[str, int], *, total: int) -> dict[str, float]:
    """The weight of each gram that ``counts`` of ``total`` texts hold."""
    return {gram: math.log(1 + total / count) for gram, count in counts.items() if count}


def likeness(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """Between 0 (nothing in common) and 1 (the same grams)."""
    norm = math.sqrt(_squares(one, weight) * _squares(other, weight))
    return _squares(one & other, weight) / norm if norm else 0.0


def _squares(some: Iterable[str], weight: Mapping[str, float]) -> float:
    return sum(weight.get(gram, 0.0) ** 2 for gram in some)
