"""Telling the house what has become of a release."""

from __future__ import annotations

from datetime import timedelta

from chassis.work import Work
from services.tickets import events
from services.tickets.releases import store
from services.tickets.releases.rules import State, entered, state_at
from services.tickets.releases.tables import Announcement, Release

_PAUSE = timedelta(seconds=1)
_MOST = 200  # a tick tells of so many; the next one of the rest


def first(work: Work, release: Release) -> None:
    """Tell of a release that has just been scheduled; one whose time has come opens at once."""
    announcement = Announcement(release_id=release.id, state=State.DRAFT.value)
    work.session.add(announcement)
    _tell(work, announcement, release)


def again(work: Work, release: Release) -> None:
    """Tell of a release whose state was changed by somebody; nothing of one never scheduled."""
    announcement = store.announcement(work.session, release.id)
    if announcement is not None:
        _tell(work, announcement, release)


def due(work: Work) -> None:
    """Tell of releases that have opened or closed since the last look, and of changed stocks."""
    announcements = store.due(work.session, at=work.now, pause=_PAUSE, limit=_MOST)
    # Read only now: what was committed before the locks were taken has to be seen.
    releases = store.by_ids(work.session, [a.release_id for a in announcements])
    for announcement in announcements:
        _tell(work, announcement, releases[announcement.release_id])


def _tell(work: Work, announcement: Announcement, release: Release) -> None:
    now = state_at(release, work.now)
    states = entered(State(announcement.state), now)
    for state in states:
        work.emit(events.release_entered(release, state, remaining=release.remaining))
    if not states and announcement.remaining != release.remaining:
        work.emit(events.stock_changed(release, now, remaining=release.remaining))
    announcement.state = now.value
    announcement.remaining = release.remaining
    announcement.announced_at = work.now
