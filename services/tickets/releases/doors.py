"""The entrypoints of releases."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.tickets import schemas
from services.tickets.releases import use_cases as releases


class ReleaseDoors:
    """Making, showing and cancelling them; telling what time has done to them."""

    @query(schemas.ListReleases, schemas.ReleasePage)
    def list_releases(self, reading: Reading, request: dict[str, Any]) -> Any:
        return releases.list_releases(reading, **request)

    @query(schemas.ReleaseRef, schemas.Release)
    def get_release(self, reading: Reading, request: dict[str, Any]) -> Any:
        return releases.get_release(reading, **request)

    @query(schemas.ReleaseCode, schemas.Release)
    def find_release_by_code(self, reading: Reading, request: dict[str, Any]) -> Any:
        return releases.find_release_by_code(reading, **request)

    @command(schemas.CreateRelease, schemas.Release)
    def create_release(self, work: Work, request: dict[str, Any]) -> Any:
        return releases.create_release(work, **request)

    @command(schemas.ReleaseRef, schemas.Release)
    def schedule_release(self, work: Work, request: dict[str, Any]) -> Any:
        return releases.schedule_release(work, **request)

    @command(schemas.CancelRelease, schemas.Release)
    def cancel_release(self, work: Work, request: dict[str, Any]) -> Any:
        return releases.cancel_release(work, **request)

    @tick(seconds=1)
    def announce_due(self, store: Store) -> None:
        with store.work() as work:
            releases.announce_due(work)

    @tick(seconds=1)
    def tell_cancelled(self, store: Store) -> None:
        releases.tell_cancelled(store)
