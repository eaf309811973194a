"""What members do with needs."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.errors import Unauthenticated
from chassis.work import Reading, Work
from services.projects.errors import NeedNotFound
from services.projects.merging.store import root_of
from services.projects.needs import store as needs
from services.projects.needs.tables import Need
from services.projects.privacy.use_cases import require_not_erased
from services.projects.support import rules, store


def list_open_needs(
    reading: Reading,
    *,
    need_class: str,
    district: str,
    supported: bool,
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    """One page of the needs that take support, newest first; with ``supported`` of those that the
    caller supports, which tell what became of them. Raises ``Unauthenticated``."""
    caller = reading.caller
    if caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    found = needs.search(
        reading.session,
        scopes=("",),
        state="" if supported else "accepted",
        need_class=need_class,
        district=district,
        among=store.stood_for(caller.id) if supported else None,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda need: (need.submitted_at, need.id))
    ids = [need.id for need in page["items"]]
    counts = store.counts(reading.session, ids)
    mine = store.supported_by(reading.session, caller.id, ids)
    page["items"] = [
        {"need": need, "supporters": counts.get(need.id, 0), "supported": need.id in mine}
        for need in page["items"]
    ]
    return page


def support_need(work: Work, *, need_id: str) -> dict[str, Any]:
    """A member supports a need; again, or by way of several merged ones, still counts once.

    Raises ``Unauthenticated``, ``Forbidden``, ``NeedNotFound``, ``WrongState``, ``MemberErased``.
    """
    member_id = work.caller.require_member()
    require_not_erased(work, member_id)
    need = _open(work, need_id)
    store.add(work.session, need_id=need.id, member_id=member_id, at=work.now)
    return _answer(work, need)


def end_support(work: Work, *, need_id: str) -> dict[str, Any]:
    """A member no longer supports a need. Raises as ``support_need`` does."""
    member_id = work.caller.require_member()
    need = _open(work, need_id)
    store.remove(work.session, need_id=need.id, member_id=member_id)
    return _answer(work, need)


def _open(work: Work, need_id: str) -> Need:
    need = needs.find(work.session, need_id)
    if need is None or need.state in rules.HIDDEN:
        raise NeedNotFound("there is no such need")
    rules.require_open(need.state, root_state=root_of(work.session, need).state)
    return need


def _answer(work: Work, need: Need) -> dict[str, Any]:
    root = root_of(work.session, need)
    mine = store.supported_by(work.session, work.caller.id, [need.id])
    return {
        "need": need,
        "supporters": store.counts(work.session, [root.id]).get(root.id, 0),
        "supported": need.id in mine,
    }
