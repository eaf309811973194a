"""Sends by the channel that its arguments name, as the service does: on eventlet's sockets.

Prints how the attempt ended, its seconds, and how often others had their turn meanwhile.
"""

from __future__ import annotations

import warnings

if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    import eventlet

    eventlet.monkey_patch()

import json
import ssl
import sys
import time

from chassis.clock import SystemClock
from services.notify.channels.email import Email, EmailSettings, Security
from services.notify.channels.further import Further, FurtherSettings
from services.notify.channels.port import Channel, Outgoing
from services.notify.channels.robots import ROBOTS


def channel(name: str, port: str, certificate: str) -> Channel:
    if name in ROBOTS:
        origin = f"http://127.0.0.1:{port}"
        return ROBOTS[name](origin=origin, now=SystemClock().now, timeout=1)
    if name == "apprise":
        return Further(FurtherSettings(schemas=frozenset({"json"}), timeout=1))
    closed = name != "none"
    return Email(
        EmailSettings(
            host="127.0.0.1",
            port=int(port),
            security=Security(name),
            username="union" if closed else "",
            password="a pass word" if closed else "",
            sender="notice@union.example",
            timeout=1,
            context=ssl.create_default_context(cafile=certificate) if closed else None,
        )
    )


def main(name: str, port: str, certificate: str, count: str) -> None:
    turns = 0

    def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            eventlet.sleep(0.01)

    way = channel(name, port, certificate)
    to = f"json://127.0.0.1:{port}/office" if name == "apprise" else "office@union.example"
    batch = [Outgoing(reference=f"r{n}", to=to, text="放票已取消。") for n in range(int(count))]
    eventlet.spawn(others)
    began = time.monotonic()
    outcomes = way.send(batch)
    told = {
        "kinds": sorted({outcome.kind for outcome in outcomes}),
        "seconds": time.monotonic() - began,
        "turns": turns,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
