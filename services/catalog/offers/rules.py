"""What a service on offer is, and how a search for one reads what a member types."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewService:
    """A service as it is put on offer. No districts means all, no audiences means everybody."""

    code: str
    category: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    provider: str
    districts: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()

    @property
    def search_text(self) -> str:
        """The folded text in which ``terms`` are looked for."""
        parts = (self.name, self.name_en, self.summary, self.summary_en, self.provider, self.code)
        return " ".join(fold(part) for part in parts)


def fold(text: str) -> str:
    """Full-width and upper-case letters become plain ones, so that either finds the other."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def terms(query: str) -> list[str]:
    """The words that a service's text must hold, all of them; at most five."""
    return fold(query).split()[:5]
