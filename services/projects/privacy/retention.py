"""How long projects keeps what ties voices to members, and why; then it is cut loose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.work import Store
from services.projects.ballots.tables import Ballot
from services.projects.privacy import store
from services.projects.sheets.tables import Sheet

_YEAR = timedelta(days=365)
_BATCH = 500  # rows a transaction
_BATCHES = 10  # of each kind a look; the next one goes on


class Kept(StrEnum):
    """Kinds of data that end by themselves."""

    BALLOTS = "ballots"
    SUPPORTS = "need_supports"
    SHEETS = "sheets"


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept, and why so long."""

    kept: timedelta
    reason: str


PERIODS: dict[Kept, Period] = {
    Kept.BALLOTS: Period(
        3 * _YEAR,
        "Who said what in a survey with names, as long as what was bought for it runs; then the"
        " marks stay, and texts and names go.",
    ),
    Kept.SUPPORTS: Period(
        3 * _YEAR, "So long members see what became of the needs that they support."
    ),
    Kept.SHEETS: Period(
        _YEAR, "Paper that nobody entered twice or settled; what was counted is gone at once."
    ),
}
# Kept without a period: who spoke in a survey, as a keyed hash that is another one in each survey;
# acts of purchase, reviewers and the audit, which the law wants for 15 years after a purchase ends.


def forget(opened: Store) -> Counter[str]:
    """Cut loose or delete what is old, in short transactions; how many rows of what."""
    gone: Counter[str] = Counter()
    for kept, period in PERIODS.items():
        for _ in range(_BATCHES):
            with opened.work() as work:
                count = _FORGET[kept](work.session, work.now - period.kept)
            gone[kept.value] += count
            if count < _BATCH:
                break
    return gone


def _ballots(session: Session, before: datetime) -> int:
    select = sa.select(Ballot.id).where(Ballot.member_id.is_not(None), Ballot.cast_at < before)
    ids = session.scalars(select.limit(_BATCH)).all()
    if not ids:
        return 0
    store.blank_texts(session, Ballot.id.in_(ids))
    return store.cut_ballots(session, Ballot.id.in_(ids))


def _supports(session: Session, before: datetime) -> int:
    members = store.supporters(session, before=before, limit=_BATCH)
    for member_id in members:
        store.cut_supports(session, member_id)
    return len(members)


def _sheets(session: Session, before: datetime) -> int:
    old = sa.and_(Sheet.changed_at < before, Sheet.first_sealed != "")
    select = sa.select(Sheet).where(old).order_by(Sheet.changed_at).limit(_BATCH)
    found = session.scalars(select.with_for_update(skip_locked=True)).all()
    for sheet in found:
        sheet.state, sheet.reason = "refused", "not settled within a year"
        sheet.first_sealed = sheet.second_sealed = sheet.final_sealed = ""
    return len(found)


_FORGET: dict[Kept, Callable[[Session, datetime], int]] = {
    Kept.BALLOTS: _ballots,
    Kept.SUPPORTS: _supports,
    Kept.SHEETS: _sheets,
}
