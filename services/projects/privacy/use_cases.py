"""A member's data is given out and erased; the figures keep that somebody spoke."""

from __future__ import annotations

from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.errors import Forbidden
from chassis.export import export_piece
from chassis.work import Reading, Work
from services.projects.ballots.tables import Ballot
from services.projects.errors import MemberErased
from services.projects.privacy import events, store
from services.projects.privacy.store import Section


def export_member(reading: Reading, *, member_id: str, piece: int) -> dict[str, Any]:
    """One piece of all that projects holds about a member, for services only. A ballot of an
    anonymous survey is nobody's and cannot be among it. Raises ``InvalidInput``, ``Forbidden``."""
    if reading.caller.kind != "system":
        raise Forbidden("only services can ask what is held about a member")
    return export_piece(
        piece,
        sections=[section.value for section in Section],
        at=reading.now,
        rows=lambda section, start, limit: store.rows(
            reading.session, section, member_id, start=start, limit=limit
        ),
    )


def erase_member(work: Work, event: ReceivedEvent) -> None:
    """Cut a member's ballots and supports loose and blank what was written. Marks, counts and
    reports stay as they are, and so do the chains of the audit, which never name members."""
    member_id, erasure_id = event.data["member_id"], event.data["erasure_id"]
    session = work.session
    store.keep_erased(session, member_id=member_id, erasure_id=erasure_id, at=work.now)
    theirs = Ballot.member_id == member_id
    erased = {
        "texts": store.blank_texts(session, theirs),
        "ballots": store.cut_ballots(session, theirs),
        "supports": store.cut_supports(session, member_id),
        "answers": store.delete_answers(session, member_id),
    }
    work.emit(
        events.member_erased(
            erasure_id=erasure_id, member_id=member_id, erased=erased, erased_at=work.now
        )
    )


def require_not_erased(work: Work, member_id: str) -> None:
    """Refuse what a token that still lives would write down. Raises ``MemberErased``."""
    if store.is_erased(work.session, member_id):
        raise MemberErased("nothing is written down about you any more")
