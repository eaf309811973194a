"""A process of its own that reads imports slowly, to be killed: ``python -m … DATABASE_URL``."""

from __future__ import annotations

import sys
import time

from chassis.clock import SystemClock
from chassis.context import SYSTEM, CallContext
from chassis.database import Database
from chassis.work import Store
from services.members.database import messaging
from services.members.imports.desk import Desk, Pace
from services.members.imports.processing import process
from services.members.security import Security
from tests.support.component import settings


def main(url: str) -> None:
    database = Database(url)
    store = Store(
        database=database,
        messaging=messaging,
        clock=SystemClock(),
        context=CallContext(caller=SYSTEM),
    )
    desk, security = Desk(Pace(rows=5, batches=1)), Security.of(settings())
    while True:
        process(store, security, desk)
        time.sleep(0.02)  # so that a kill meets it half-way


if __name__ == "__main__":
    main(sys.argv[1])
