"""After the deadline the two offices release their halves; the second one opens everything."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from eventlet import tpool

from chassis.personal import PersonalData
from chassis.work import Store, Work
from services.projects.applications import opening
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.errors import SameOfficer, SealNotSet, WrongPassphrase, WrongState
from services.projects.seals import rules, store
from services.projects.seals.rules import Half
from services.projects.seals.tables import SealHalf
from services.projects.seals.use_cases import LOCKED, require_office, shown

_NOT_CLOSED = ("draft", "published", "open")
_PURPOSE = "seal-half"


def release_seal_half(
    opened: Store, *, personal: PersonalData, batch_id: str, office: str, passphrase: str
) -> dict[str, Any]:
    """Give out an office's half of the key, once every call of the batch is closed.

    A try before that, with a wrong passphrase or by one officer for both is refused and recorded.
    Raises ``Unauthenticated``, ``Forbidden``, ``SealNotSet``, ``WrongState``, ``SameOfficer`` and
    ``WrongPassphrase``.
    """
    with opened.work() as work:
        half = _releasable(work, batch_id, office)
        locked = Half(half.public_key, personal.open(half.locked, purpose=LOCKED))
    try:
        private = tpool.execute(rules.unlock, locked, passphrase)
    except WrongPassphrase as error:
        with opened.work() as work, _recorded(work, batch_id):
            raise error
    with opened.work() as work:
        _release(work, personal, batch_id=batch_id, office=office, private=private)
        return shown(work, batch_id)


def _releasable(work: Work, batch_id: str, office: str) -> SealHalf:
    require_office(work, office)
    halves = store.halves(work.session, batch_id, lock=True)
    if len(halves) < len(rules.OFFICES):
        raise SealNotSet("the offices have not both set their half of the key")
    with _recorded(work, batch_id):
        _require_releasable(work, batch_id, halves=halves, office=office)
    return halves[office]


def _require_releasable(
    work: Work, batch_id: str, *, halves: Mapping[str, SealHalf], office: str
) -> None:
    batch = batches.find(work.session, batch_id)
    assert batch is not None  # the foreign key
    if batch.state == "cancelled":
        raise WrongState("the batch was called off; nothing of it is opened", state=batch.state)
    tenders = batches.tenders(work.session, batch_id)
    if still := [tender for tender in tenders if tender.state in _NOT_CLOSED]:
        raise WrongState(
            "not before every call of the batch is closed",
            step="release",
            state=still[0].state,
            closes_at=batch.call_closes_at.isoformat(),
            now=work.now.isoformat(),
        )
    if halves[office].released_at is not None:
        raise WrongState("this half is released", step="release", state="released")
    if any(half.released_by == work.caller.id for half in halves.values()):
        raise SameOfficer("somebody else has to release the other half")


def _recorded(work: Work, batch_id: str) -> AbstractContextManager[None]:
    return recorded(work, audit.batch_chain(batch_id), "seal.release", subject=batch_id)


def _release(
    work: Work, personal: PersonalData, *, batch_id: str, office: str, private: str
) -> None:
    half = _releasable(work, batch_id, office)
    half.released = personal.seal(private, purpose=_PURPOSE)
    half.released_by, half.released_at = work.caller.id, work.now
    halves = store.halves(work.session, batch_id)
    private_keys = {
        name: personal.open(each.released, purpose=_PURPOSE)
        for name, each in halves.items()
        if each.released is not None
    }
    complete = len(private_keys) == len(rules.OFFICES)
    acts = opening.open_batch(work, personal, batch_id, private_keys) if complete else []
    if complete:
        for each in halves.values():
            each.released = None  # all is open; the key is needed no more
    work.session.flush()
    chain = audit.batch_chain(batch_id)
    audit.record(work, chain, "seal.release", subject=batch_id, data={"office": office})
    for act, subject, data in acts:
        audit.record(work, chain, act, subject=subject, data=data)
