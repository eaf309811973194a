"""Two offices set their halves of a call's key before anybody seals to it."""

from __future__ import annotations

from typing import Any

from eventlet import tpool

from chassis.errors import Forbidden
from chassis.personal import PersonalData
from chassis.work import Reading, Store, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.errors import BatchNotFound, SameOfficer, SealNotSet, WrongState
from services.projects.seals import rules, store
from services.projects.seals.rules import OFFICES
from services.projects.seals.tables import SealHalf

# With the installation's secret too: whoever has the database alone cannot try passphrases.
LOCKED = "seal-half-locked"
_SETTABLE = ("approved", "calling")


def set_seal_half(
    opened: Store, *, personal: PersonalData, batch_id: str, office: str, passphrase: str
) -> dict[str, Any]:
    """An office makes its half of the key of a batch's call, under its own passphrase.

    Raises ``Unauthenticated``, ``Forbidden``, ``BatchNotFound``, ``SameOfficer`` (two persons set
    the two halves) and ``WrongState`` (it is set, or there is no call to seal for).
    """
    with opened.work() as work:
        _require_settable(work, batch_id, office)
    half = tpool.execute(rules.new_half, passphrase)  # outside of any unit of work: it takes long
    with opened.work() as work:
        batch = batches.find(work.session, batch_id, lock=True)
        assert batch is not None  # looked at above
        halves = _require_settable(work, batch_id, office)
        work.session.add(
            SealHalf(
                batch_id=batch_id,
                office=office,
                public_key=half.public_key,
                locked=personal.seal(half.locked, purpose=LOCKED),
                set_by=work.caller.id,
                set_at=work.now,
            )
        )
        work.session.flush()
        audit.record(
            work,
            audit.batch_chain(batch_id),
            "seal.set",
            subject=batch_id,
            data={"office": office, "public_key": half.public_key, "halves": len(halves) + 1},
        )
        return shown(work, batch_id)


def get_seal(reading: Reading, *, batch_id: str) -> dict[str, Any]:
    """Who set and released what.

    Raises ``Unauthenticated``, ``Forbidden`` and ``BatchNotFound``.
    """
    reading.caller.require("federation", "auditor")
    _batch(reading, batch_id)
    return shown(reading, batch_id)


def public_keys(reading: Reading, batch_id: str) -> dict[str, str]:
    """What to seal to. Raises ``SealNotSet`` unless both offices have set their halves."""
    halves = store.halves(reading.session, batch_id)
    if missing := sorted(set(OFFICES) - set(halves)):
        raise SealNotSet("the offices have not both set their half of the key", missing=missing)
    return {office: half.public_key for office, half in halves.items()}


def require_office(reading: Reading, office: str) -> None:
    """Only a person of an office acts for it. Raises ``Unauthenticated`` and ``Forbidden``."""
    reading.caller.require(OFFICES[office])
    if reading.caller.kind == "system":
        raise Forbidden("a person of the office does this")


def shown(reading: Reading, batch_id: str) -> dict[str, Any]:
    """The halves as offices see them."""
    halves = store.halves(reading.session, batch_id)
    return {"items": [halves[office] for office in sorted(halves)], "next_cursor": None}


def _require_settable(work: Work, batch_id: str, office: str) -> dict[str, SealHalf]:
    require_office(work, office)
    batch = _batch(work, batch_id)
    halves = store.halves(work.session, batch_id)
    with recorded(work, audit.batch_chain(batch_id), "seal.set", subject=batch_id):
        if office in halves:
            raise WrongState("this half is set", step="set", state="set")
        if batch.state not in _SETTABLE or batch.call_closes_at <= work.now:
            raise WrongState("there is no call to seal for", step="set", state=batch.state)
        if any(half.set_by == work.caller.id for half in halves.values()):
            raise SameOfficer("somebody else has to set the other half")
    return halves


def _batch(reading: Reading, batch_id: str) -> Batch:
    batch = batches.find(reading.session, batch_id)
    if batch is None:
        raise BatchNotFound("there is no such batch")
    return batch
