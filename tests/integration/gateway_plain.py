"""``python -m tests.integration.gateway_plain AMQP_URI``: serves the plain nameko service."""

from __future__ import annotations

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

import sys

from nameko.runners import ServiceRunner

from tests.component.gateway.adapters import Plain

if __name__ == "__main__":
    runner = ServiceRunner({"AMQP_URI": sys.argv[1], "max_workers": 50})
    runner.add_service(Plain)
    runner.start()
    runner.wait()
