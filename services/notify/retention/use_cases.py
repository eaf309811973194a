"""A look at what is older than it may become."""

from __future__ import annotations

from collections import Counter

from chassis.work import Store
from services.notify.metrics import FORGOTTEN
from services.notify.retention import rules, store

_BATCH = 500  # rows a transaction
_BATCHES = 10  # of each kind a look; the next one goes on


def forget(to: Store) -> Counter[str]:
    """Delete what is old, in short transactions; how many rows of what."""
    gone: Counter[str] = Counter()
    for message_class, period in rules.MESSAGES.items():
        for _ in range(_BATCHES):
            with to.work() as work:
                count = store.forget_messages(
                    work.session,
                    message_class,
                    before=rules.before(period, now=work.now),
                    limit=_BATCH,
                )
            gone[message_class.value] += count
            if count < _BATCH:
                break
    for kept, period in rules.OTHERS.items():
        for _ in range(_BATCHES):
            with to.work() as work:
                count = store.forget(
                    work.session, kept, before=rules.before(period, now=work.now), limit=_BATCH
                )
            gone[kept.value] += count
            if count < _BATCH:
                break
    for what, count in gone.items():
        FORGOTTEN.labels(what).inc(count)
    return gone
