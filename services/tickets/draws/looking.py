"""What everybody, and each entrant, may know of a draw."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.work import Reading, Work
from services.tickets.draws import pieces, proof, rules, store
from services.tickets.draws.rules import Fate, State, Verdict
from services.tickets.draws.tables import Draw, DrawEntry, DrawValue
from services.tickets.errors import (
    DrawNotFinished,
    DrawNotFound,
    EntriesFrozen,
    EntryNotFound,
)
from services.tickets.releases import store as releases
from services.tickets.releases.tables import Release
from services.tickets.releases.use_cases import visible
from services.tickets.tickets.tables import Ticket


def get_draw(reading: Reading, *, release_id: str) -> dict[str, Any]:
    """The draw of a release. Raises ``ReleaseNotFound``, ``DrawNotFound``."""
    return shown(reading, *_found(reading, release_id))


def draw_proof(reading: Reading, *, release_id: str, piece: int) -> dict[str, Any]:
    """One piece of the proof file, and the number of the next one.

    Raises ``ReleaseNotFound``, ``DrawNotFound``, ``DrawNotFinished``.
    """
    _, draw = _found(reading, release_id)
    if draw.finished_at is None:
        raise DrawNotFinished("the draw is not finished")
    lines = store.piece_lines(reading.session, release_id=release_id, number=piece)
    text = _head(draw) if piece == 0 else proof.BETWEEN if lines is not None else ""
    last = (piece + 1) * pieces.SIZE >= draw.entries
    return {
        "text": text + (lines or "") + (proof.TAIL if last else ""),
        "next_piece": None if last else piece + 1,
    }


def get_my_draw_entry(reading: Reading, *, release_id: str) -> dict[str, Any]:
    """The member's own entry with all that proves that it takes part.

    Raises ``ReleaseNotFound``, ``DrawNotFound``, ``EntryNotFound``.
    """
    member_id = reading.caller.require_member()
    release, draw = _found(reading, release_id)
    entry = store.entry_of(reading.session, release_id=release_id, member_id=member_id)
    if entry is None:
        raise EntryNotFound("you have no entry in this draw")
    result = store.results(reading.session, [entry.id]).get(entry.id)
    return {
        "claim_id": entry.id,
        "release_id": release_id,
        "member_id": member_id,
        "salt": entry.salt,
        "commitment": entry.commitment,
        "pools": entry.pools,
        "places": entry.places,
        "state": rules.state_of(draw, cancelled_at=release.cancelled_at),
        "root": draw.root,
        "entries": draw.entries if draw.root else None,
        "index": None,
        "path": None,
        "rank": result.rank if result else None,
        "fate": result.fate if result else None,
        "ticket_id": _ticket(reading, entry) if result and result.fate == Fate.WON else None,
    } | _inclusion(reading, entry)


def withdraw_draw_entry(work: Work, *, release_id: str) -> None:
    """Take the member's own entry back, before the freeze.

    Raises ``ReleaseNotFound``, ``DrawNotFound``, ``EntryNotFound``, ``EntriesFrozen``.
    """
    member_id = work.caller.require_member()
    # The freeze takes the same lock, so no entry goes while it reads.
    release = visible(releases.lock(work.session, release_id), work.caller)
    entry = store.entry_of(work.session, release_id=release_id, member_id=member_id)
    if entry is None:
        raise EntryNotFound("you have no entry in this draw")
    if release.frozen_at is not None:
        raise EntriesFrozen("entries are frozen")
    work.session.delete(entry)


def shown(reading: Reading, release: Release, draw: Draw) -> dict[str, Any]:
    """A draw as everybody may see it. A value that waits for a second officer is not told, so that
    each of the two has to look it up."""
    state = rules.state_of(draw, cancelled_at=release.cancelled_at)
    words = _words(reading, release.id)
    confirmed = next((w for w in words if w.verdict == Verdict.CONFIRMED), None)
    open_word = next((w for w in words if w.verdict == Verdict.PROPOSED), None)
    drawn = state is State.DRAWN
    return {
        "release_id": release.id,
        "title": release.title,
        "state": state,
        "source": draw.source,
        "fallback": draw.fallback,
        "round": draw.round,
        "due_at": draw.due_at,
        "entries_until": release.entries_until,
        "rules": draw.rules,
        "frozen_at": draw.frozen_at if draw.root else None,
        "root": draw.root,
        "entries": draw.entries if draw.root else None,
        "left_out": draw.left_out if draw.root else None,
        "places": draw.places if draw.root else None,
        "proposed_at": open_word.entered_at if open_word else None,
        "proposed_by_me": bool(open_word and open_word.officer == reading.caller.id),
        "value": draw.value,
        "by_fallback": draw.by_fallback,
        "fallback_reason": confirmed.reason if confirmed and draw.by_fallback else "",
        "confirmations": [w.entered_at for w in words if w.verdict == Verdict.CONFIRMED],
        "fetched": bool(confirmed and confirmed.officer == "drand"),
        "won": draw.won if drawn else None,
        "waiting": draw.waiting if drawn else None,
        "lost": draw.lost if drawn else None,
        "result": draw.result,
        "finished_at": draw.finished_at,
        "server_time": reading.now,
    }


def _found(reading: Reading, release_id: str) -> tuple[Release, Draw]:
    release = visible(releases.find(reading.session, release_id), reading.caller)
    draw = store.find(reading.session, release_id)
    if draw is None:
        raise DrawNotFound("this release has no draw")
    return release, draw


def _words(reading: Reading, release_id: str) -> list[DrawValue]:
    select = sa.select(DrawValue).where(DrawValue.release_id == release_id)
    return list(reading.session.scalars(select.order_by(DrawValue.entered_at, DrawValue.id)))


def _head(draw: Draw) -> str:
    assert draw.frozen_at is not None
    return proof.head(
        release_id=draw.release_id,
        rules=draw.rules,
        places=draw.places,
        frozen_at=rfc3339(draw.frozen_at),
        root=draw.root,
        value=draw.value,
        won=draw.won,
        waiting=draw.waiting + draw.lost,
        result=draw.result,
    )


def _inclusion(reading: Reading, entry: DrawEntry) -> dict[str, Any]:
    heads = store.piece_heads(reading.session, entry.release_id)
    number = pieces.find([head.first for head in heads], entry.commitment)
    lines = store.piece_lines(reading.session, release_id=entry.release_id, number=number)
    found = lines is not None and pieces.inclusion(
        piece=pieces.read(lines),
        number=number,
        roots=[head.root for head in heads],
        commitment=entry.commitment,
    )
    return {"index": found.index, "path": list(found.path)} if found else {}


def _ticket(reading: Reading, entry: DrawEntry) -> str | None:
    return reading.session.scalar(
        sa.select(Ticket.id).where(
            Ticket.release_id == entry.release_id,
            Ticket.member_id == entry.member_id,
            Ticket.claim_id == entry.id,
        )
    )
