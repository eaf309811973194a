"""Frequency caps: how many SMS of one topic a member gets in a day and in a week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.errors import ConfigurationError
from services.notify.messages.classes import MessageClass
from services.notify.messages.rules import Withheld

DAY, WEEK = timedelta(days=1), timedelta(days=7)
CAPPED = frozenset({MessageClass.BULK, MessageClass.DIGEST})
_CAPS = re.compile(r"([0-9]{1,3})/day,([0-9]{1,3})/week")
_USUAL = "2/day,5/week"


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that one member gets of bulk messages on the phone; ``None`` is no cap."""

    day: int | None
    week: int | None


NO_CAPS = Caps(None, None)


@dataclass(frozen=True, slots=True)
class Gone:
    """An SMS that has gone out to a member, or is going: then with its id."""

    at: datetime
    leaving: str | None = None


def against(message_id: str, gone: Iterable[Gone], *, caps: Caps, now: datetime) -> Withheld | None:
    """Whether a message is one too many.

    Of those that leave at the same time, perhaps by another process, the older counts against the
    newer and not the other way round: one of the two goes.
    """
    before = [each.at for each in gone if each.leaving is None or each.leaving < message_id]
    for cap, span in ((caps.day, DAY), (caps.week, WEEK)):
        if cap is not None and sum(at > now - span for at in before) >= cap:
            return Withheld.OFTEN_ENOUGH
    return None


def too_many(
    messages: Sequence[tuple[str, str]],
    gone: Mapping[str, Sequence[Gone]],
    *,
    caps: Caps,
    now: datetime,
) -> dict[str, Withheld]:
    """Of (message, member) pairs those that are one too many."""
    found = {
        message_id: against(message_id, gone.get(member, ()), caps=caps, now=now)
        for message_id, member in messages
    }
    return {message_id: why for message_id, why in found.items() if why}


def configured(environ: Mapping[str, str]) -> Caps:
    """``BULK_CAPS`` as ``2/day,5/week`` (which is usual) or ``none``.

    Raises ``ConfigurationError``.
    """
    value = environ.get("BULK_CAPS", "").strip() or _USUAL
    if value == "none":
        return NO_CAPS
    found = _CAPS.fullmatch(value)
    if found is None:
        raise ConfigurationError(f"BULK_CAPS must be 'none' or like {_USUAL}, not {value!r}")
    return Caps(int(found[1]), int(found[2]))
