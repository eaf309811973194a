"""Notify with a members service that knows everybody, for tests of notify alone.

``python -m tests.integration.notify_house notify members`` serves them.
"""

from __future__ import annotations

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

import os
import sys
import uuid
from typing import Any

from nameko.rpc import rpc

from chassis import config, log
from services.notify.service import Notify


def phone_of(member_id: str) -> str:
    """Everybody has a phone of their own."""
    return f"138{uuid.UUID(member_id).int % 10**8:08d}"


class Members:
    """Answers as the members service does."""

    name = "members"

    @rpc
    def contacts_of(self, member_ids: list[str]) -> dict[str, Any]:
        return {
            "items": [
                {"member_id": member_id, "phone": phone_of(member_id), "name": "会员"}
                for member_id in member_ids
            ]
        }

    @rpc
    def members_by_phone(self, phones: list[str]) -> dict[str, Any]:
        """Who writes by SMS here is nobody's member."""
        return {"items": []}


CLASSES: dict[str, type[Any]] = {"notify": Notify, "members": Members}


def main() -> None:
    """Serve the services that the command line names."""
    from chassis.runner import Services, serve_until_told

    settings = config.load(os.environ)
    log.set_up(settings.log_level)
    services = Services([CLASSES[name] for name in sys.argv[1:]], settings)
    serve_until_told(services, known=[Notify])


if __name__ == "__main__":
    main()
