"""The public random value of a draw: entered by two officers, or fetched from drand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.log import get_logger
from chassis.work import Store, Work
from services.tickets.draws import looking, rules, store
from services.tickets.draws.rules import State, Verdict, Word
from services.tickets.draws.source import RandomSource, SourceAway
from services.tickets.draws.tables import Draw, DrawValue
from services.tickets.errors import (
    DrawNotFound,
    DrawNotFrozen,
    DrawValueDiffers,
    DrawValueKnown,
    DrawValueNotDue,
)
from services.tickets.releases import store as releases
from services.tickets.releases.tables import Release
from services.tickets.releases.use_cases import require_officer, visible

_DRAND = "drand"
_log = get_logger(__name__)


def propose_draw_value(
    work: Work, *, release_id: str, value: str, fallback: bool, reason: str
) -> dict[str, Any]:
    """Enter the value that the source, or the fallback, has published.

    The same value from a second officer confirms it and lets the draw begin. Raises
    ``ReleaseNotFound``, ``Forbidden``, ``DrawNotFound``, ``DrawNotFrozen``, ``DrawValueNotDue``,
    ``DrawValueKnown``, ``InvalidInput`` for a fallback without a reason, and
    ``DrawValueDiffers``, after which the value must be entered anew by both.
    """
    release = visible(releases.find(work.session, release_id), work.caller)
    require_officer(work.caller, release.districts)
    draw = store.lock(work.session, release_id)
    _check(release, draw, at=work.now, fallback=fallback)
    assert draw is not None
    if fallback and not reason:
        raise InvalidInput.of("reason", "why the source's value is not used")
    standing = _standing(work, release_id)
    verdict = _enter(
        work,
        draw,
        Word(value=value, by_fallback=fallback, officer=work.caller.id),
        standing=standing,
        reason=reason,
    )
    if verdict is Verdict.REFUSED:
        work.commit()  # what was entered is kept although an error follows
        raise DrawValueDiffers("another officer entered something else; both have to enter anew")
    work.session.flush()
    return looking.shown(work, release, draw)


def fetch_due(db: Store, source: RandomSource) -> None:
    """The tick: fetch the drand rounds that are out. What fails is tried again by the next one."""
    if not source.enabled:
        return
    with db.reading() as reading:
        due = store.to_fetch(reading.session, at=reading.now)
    for release_id, number in due:
        try:
            value = source.fetch(number)
        except SourceAway as error:
            _log.warning("no value for a draw yet", release=release_id, error=str(error))
            continue
        with db.work() as work:
            _fetched(work, release_id, value)


def _fetched(work: Work, release_id: str, value: str) -> None:
    draw = store.lock(work.session, release_id)
    assert draw is not None
    if draw.value is not None:
        return
    standing = _standing(work, release_id)
    if standing is not None:
        standing.verdict = Verdict.REPLACED.value
    _add(
        work,
        draw,
        Word(value=value, by_fallback=False, officer=_DRAND),
        verdict=Verdict.CONFIRMED,
        reason="",
    )


def _check(release: Release, draw: Draw | None, *, at: datetime, fallback: bool) -> None:
    if draw is None:
        raise DrawNotFound("this release has no draw")
    state = rules.state_of(draw, cancelled_at=release.cancelled_at)
    if state is State.ANNOUNCED:
        raise DrawNotFrozen("the entries are not frozen yet")
    if state is not State.FROZEN:
        raise DrawValueKnown("the value is settled")
    if not fallback and draw.due_at is not None and at < draw.due_at:
        raise DrawValueNotDue("the source has not published its value yet")


def _standing(work: Work, release_id: str) -> DrawValue | None:
    return work.session.scalars(
        sa.select(DrawValue).where(
            DrawValue.release_id == release_id, DrawValue.verdict == Verdict.PROPOSED.value
        )
    ).one_or_none()


def _enter(
    work: Work, draw: Draw, word: Word, *, standing: DrawValue | None, reason: str
) -> Verdict:
    known = None
    if standing is not None:
        known = Word(
            value=standing.value, by_fallback=standing.by_fallback, officer=standing.officer
        )
    old, new = rules.judge(known, word)
    if standing is not None and old is not None:
        standing.verdict = old.value
    _add(work, draw, word, verdict=new, reason=reason)
    return new


def _add(work: Work, draw: Draw, word: Word, *, verdict: Verdict, reason: str) -> None:
    work.session.add(
        DrawValue(
            id=uuid7(),
            release_id=draw.release_id,
            value=word.value,
            by_fallback=word.by_fallback,
            reason=reason,
            officer=word.officer,
            entered_at=work.now,
            verdict=verdict.value,
        )
    )
    if verdict is Verdict.CONFIRMED:
        draw.value = word.value
        draw.by_fallback = word.by_fallback
        draw.value_at = work.now
