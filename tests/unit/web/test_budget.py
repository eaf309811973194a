"""What an old phone has to fetch and to read before a member can claim."""

from __future__ import annotations

import gzip

from tests.unit.web import site

PAGE = "index.html"
# Bytes. Scripts and styles as the engine reads them, that is without comments; the whole page as
# it travels, that is compressed, with the texts of one language; and the number of requests, which
# one connection carries but each of which costs the gateway something in the opening second.
MOST_CODE = 74 * 1024
MOST_ON_THE_WIRE = 49 * 1024
MOST_REQUESTS = 48


def _code() -> list[str]:
    return sorted(
        {*site.modules(PAGE), *site.links(PAGE, "stylesheet"), "/assets/boot.js"},
    )


def test_the_members_page_is_small() -> None:
    lines = "\n".join(
        line.strip() for path in _code() for line in site.code(path).splitlines() if line.strip()
    )
    assert len(lines.encode()) <= MOST_CODE


def test_the_members_page_travels_light() -> None:
    files = [*_code(), *site.links(PAGE, "preload"), "/assets/icons.svg", "/assets/icon.svg", PAGE]
    assert sum(len(gzip.compress(site.read(path).encode(), 9)) for path in files) <= (
        MOST_ON_THE_WIRE
    )
    assert len(files) <= MOST_REQUESTS
