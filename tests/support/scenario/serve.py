"""``python -m tests.support.scenario.serve FILE SERVICE…``: as ``unionhall serve``, with the clock
of a file."""

from __future__ import annotations

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

import os
import sys
from pathlib import Path

from chassis import config, log
from ops import house
from tests.support.scenario.clock import MovedClock


def main() -> None:
    """Serve the services that the command line names."""
    from chassis.runner import Services, serve_until_told

    settings = config.load(os.environ)
    log.set_up(settings.log_level)
    classes = [house.service_class(name) for name in sys.argv[2:]]
    services = Services(classes, settings, clock=MovedClock(Path(sys.argv[1])))
    serve_until_told(services, known=[house.service_class(name) for name in house.NAMES])


if __name__ == "__main__":
    main()
