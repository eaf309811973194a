"""Fixing names, and drawing their order by a value that is public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.errors import LotNotFound
from services.projects.lots import events, rules, store
from services.projects.lots.tables import Lot


def announce(
    work: Work, *, batch_id: str, about: str, names: Sequence[str], source: str, due_at: datetime
) -> Lot:
    """Fix the names of a lot, and where its value will come from, before anybody can know it.

    Raises ``InvalidInput``.
    """
    rules.require_future(due_at, now=work.now)
    lot = Lot(
        id=uuid7(),
        batch_id=batch_id,
        about=about,
        source=source,
        due_at=due_at,
        names=sorted(names),
        names_hash=rules.names_hash(names),
        announced_by=work.caller.id,
        announced_at=work.now,
    )
    work.session.add(lot)
    work.session.flush()
    work.emit(events.lot_changed(events.LOT_ANNOUNCED, lot, order=[], at=work.now))
    _record(work, lot, "lot.announce")
    return lot


def enter_lot_value(work: Work, *, lot_id: str, value: str) -> dict[str, Any]:
    """Enter the value that the source has published; from now on the names have an order.

    Raises ``Forbidden``, ``LotNotFound``, ``LotNotDue``, ``SameOfficer`` and ``WrongState``.
    """
    lot = store.find(work.session, lot_id, lock=True)
    if lot is None:
        work.caller.require("federation")
        raise LotNotFound("there is no such lot")
    with recorded(work, audit.batch_chain(lot.batch_id), "lot.draw", subject=lot.id):
        work.caller.require("federation")
        rules.require_drawable(
            announced_by=lot.announced_by,
            due_at=lot.due_at,
            drawn=lot.value is not None,
            officer=work.caller.id,
            now=work.now,
        )
        lot.value, lot.drawn_by, lot.drawn_at = value, work.caller.id, work.now
        order = store.order_of(lot)
        work.emit(events.lot_changed(events.LOT_DRAWN, lot, order=order, at=work.now))
        _record(work, lot, "lot.draw")
    return shown(lot)


def list_lots(reading: Reading, *, batch_id: str) -> dict[str, Any]:
    """All lots of a batch, for everybody: names are ids, so that anybody can draw again."""
    lots = store.of_batch(reading.session, batch_id)
    return {"items": [shown(lot) for lot in lots], "next_cursor": None}


def shown(lot: Lot) -> dict[str, Any]:
    """A lot as it is published."""
    return {
        "id": lot.id,
        "about": lot.about,
        "source": lot.source,
        "due_at": lot.due_at,
        "names": lot.names,
        "names_sha256": lot.names_hash,
        "value": lot.value,
        "drawn_at": lot.drawn_at,
        "order": store.order_of(lot),
    }


def _record(work: Work, lot: Lot, act: str) -> None:
    work.session.flush()
    audit.record(
        work,
        audit.batch_chain(lot.batch_id),
        act,
        subject=lot.id,
        data={
            "about": lot.about,
            "source": lot.source,
            "names_sha256": lot.names_hash,
            "value": lot.value,
        },
    )
