"""Asks a health page; only the standard library, because containers call it every few seconds."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request


def check(url: str) -> int:
    """0 when the page says healthy within two seconds, else 1 and one line why."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return 0 if answer.status == 200 else 1
    except (OSError, ValueError) as error:
        print(f"{url}: {error}", file=sys.stderr)
        return 1
