"""What offices do with broadcasts: draw up, approve, pause, go on, call off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.notify import events
from services.notify.broadcasts import lines as csv_lines
from services.notify.broadcasts import rules, store
from services.notify.broadcasts.looking import OFFICERS, allowed
from services.notify.broadcasts.rules import State
from services.notify.broadcasts.tables import Broadcast
from services.notify.errors import FaultyLines
from services.notify.templates.use_cases import check_given, find_draft
from services.notify.templates.writing import PREFIX, Draft


def create_broadcast(
    work: Work,
    *,
    office: str,
    title: str,
    template: str,
    version: int,
    language: str,
    channels: Sequence[str],
    values: Mapping[str, str],
    audience: Mapping[str, Any],
    send_at: datetime | None,
    skip_bad_lines: bool,
) -> Broadcast:
    """Draw a broadcast up; nothing leaves before somebody else approves it.

    Raises ``InvalidInput`` that names the field, ``TemplateNotFound`` and ``Forbidden``.
    """
    work.caller.require(*OFFICERS, path=office)
    draft = find_draft(work, name=template, version=version)
    for number, channel in enumerate(channels):
        if channel not in draft.contents or channel in channels[:number]:
            raise InvalidInput.of(f"channels.{number}", "twice, or the template does not have it")
    if send_at is not None and send_at <= work.now:
        raise InvalidInput.of("send_at", "this time has passed")
    whom = _whom(office, audience)
    found: list[csv_lines.Line] = []
    if whom["kind"] == "csv":
        found = list(csv_lines.read(audience["csv"], draft=draft, given=values))
        _check_shared(draft, values)
    else:
        check_given(draft, values, field="values")
    broadcast = Broadcast(
        id=uuid7(),
        office=office,
        title=title,
        template=PREFIX + template,
        template_version=version,
        language=language,
        channels=list(channels),
        variables=dict(values),
        audience=whom,
        skip_bad_lines=skip_bad_lines,
        state=State.CHECKING if found else State.DRAFT,
        reason="",
        send_at=send_at,
        lines=len(found),
        bad_lines=sum(bool(line.fault) for line in found),
        recipients=0,
        created_by=_who(work),
        created_at=work.now,
    )
    store.add(work.session, broadcast, [_row(broadcast.id, line) for line in found])
    return broadcast


def approve_broadcast(work: Work, *, broadcast_id: str) -> Broadcast:
    """Let it go out at its time. Raises ``SecondPersonNeeded`` for who drew it up,
    ``FaultyLines``, ``BroadcastStands``, ``BroadcastNotFound`` and ``Forbidden``."""
    broadcast = _own(work, broadcast_id)
    rules.check_way(State(broadcast.state), State.APPROVED)
    rules.check_second(broadcast.created_by, _who(work))
    if broadcast.bad_lines and not broadcast.skip_bad_lines:
        raise FaultyLines(f"{broadcast.bad_lines} lines lead to nobody", count=broadcast.bad_lines)
    broadcast.state = State.APPROVED
    broadcast.approved_by = _who(work)
    broadcast.approved_at = work.now
    work.emit(events.broadcast_approved(broadcast))
    return broadcast


def pause_broadcast(work: Work, *, broadcast_id: str) -> Broadcast:
    """Let nothing more of it leave but what is being sent. Raises as ``approve_broadcast``."""
    broadcast = _own(work, broadcast_id)
    rules.check_way(State(broadcast.state), State.PAUSED)
    broadcast.state = State.PAUSED
    return broadcast


def resume_broadcast(work: Work, *, broadcast_id: str) -> Broadcast:
    """Go on where it was paused. Raises as ``approve_broadcast``."""
    broadcast = _own(work, broadcast_id)
    rules.check_paused(State(broadcast.state))
    broadcast.state = rules.after_pause(broadcast.started_at)
    store.wake(work.session, broadcast.id, now=work.now)
    return broadcast


def cancel_broadcast(work: Work, *, broadcast_id: str, reason: str) -> Broadcast:
    """Call it off; what has not left does not leave any more. Raises as ``approve_broadcast``."""
    broadcast = _own(work, broadcast_id)
    rules.check_way(State(broadcast.state), State.CANCELLED)
    broadcast.state = State.CANCELLED
    broadcast.reason = reason
    broadcast.ended_at = work.now
    store.wake(work.session, broadcast.id, now=work.now)
    work.emit(events.broadcast_cancelled(broadcast, by=_who(work)))
    return broadcast


def forget_lines(work: Work) -> None:
    """Delete the lines of files whose broadcasts ended a month ago."""
    store.forget_lines(work.session, ended_before=work.now - rules.LINES_KEPT)


def _own(work: Work, broadcast_id: str) -> Broadcast:
    return allowed(work, store.lock(work.session, broadcast_id), OFFICERS)


def _whom(office: str, audience: Mapping[str, Any]) -> dict[str, Any]:
    if "csv" in audience:
        return {"kind": "csv"}
    if "release_id" in audience:
        if office:
            raise InvalidInput.of("audience.release_id", "only the city tells holders of tickets")
        return {"kind": "holders", "release_id": audience["release_id"]}
    foreign = rules.outside(office, audience["unions"])
    if foreign:
        raise InvalidInput.of("audience.unions", f"not of this office: {', '.join(foreign)}")
    return {
        "kind": "segment",
        "unions": audience["unions"],
        "groups": audience.get("groups", []),
    }


def _check_shared(draft: Draft, values: Mapping[str, str]) -> None:
    """Values that are the same for all lines of a file."""
    kept = tuple(each for each in draft.variables if each.name in values)
    known = Draft(name=draft.name, variables=kept, contents=draft.contents)
    check_given(known, values, field="values")


def _row(broadcast_id: str, line: csv_lines.Line) -> dict[str, Any]:
    return {
        "broadcast_id": broadcast_id,
        "number": line.number,
        "card_no": line.card_no,
        "values": dict(line.values),
        "field": line.field[:40],
        "fault": line.fault[:200],
        "code": line.code,
    }


def _who(reading: Reading) -> str:
    return reading.caller.id or reading.caller.kind
