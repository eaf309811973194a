"""A member's tickets and the open releases in one short SMS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

_ROOM: Final = 50  # characters of one part that the words around the two lists leave
_TITLE: Final = 6  # characters of a title; enough to tell one from another
_MOST_TICKETS: Final = 2
_SEPARATOR: Final = ";"


def overview(
    tickets: Sequence[Mapping[str, Any]], releases: Sequence[Mapping[str, Any]]
) -> tuple[str, dict[str, str]]:
    """The template of the answer and its variables.

    Tickets come first, newest first; then as many releases as one part can hold.
    """
    held = [
        f"{_short(ticket['title'])} {ticket['short_code']}"
        for ticket in tickets
        if ticket["state"] == "valid"
    ][:_MOST_TICKETS]
    ours = _SEPARATOR.join(held)
    mine = {ticket["release_id"] for ticket in tickets if ticket["state"] != "cancelled"}
    room = _ROOM - len(ours)
    listed: list[str] = []
    for release in releases:
        if release["id"] in mine or not release["remaining"]:
            continue
        item = f"{release['code']} {_short(release['title'])}"
        room -= len(item) + 1
        if room < 0:
            break
        listed.append(item)
    values = {"tickets": ours, "releases": _SEPARATOR.join(listed)}
    names = [name for name, value in values.items() if value]
    template = f"sms_reply_{'_and_'.join(names)}" if names else "sms_reply_nothing"
    return template, {name: values[name] for name in names}


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
