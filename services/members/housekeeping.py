"""Forgetting what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from chassis.work import Store
from services.members.imports import processing
from services.members.limits import store as limits
from services.members.limits.use_cases import microseconds
from services.members.logins import store as codes
from services.members.privacy import retention
from services.members.sessions import store as sessions

_KEPT = timedelta(days=1)  # expired codes and sessions, for questions


def forget(store: Store) -> None:
    """Delete expired codes, ended sessions, limits at rest and uploads that were given up, and
    what is older than it may become."""
    with store.work() as work:
        before = work.now - _KEPT
        codes.forget(work.session, before=before)
        sessions.forget(work.session, before=before)
        limits.forget(work.session, now=microseconds(work.now))
        processing.give_up_unfinished(work)
    for kept in retention.Kept:
        with store.work() as work:
            retention.forget(work.session, kept, now=work.now)
