"""What the gateway may not have in its process."""

from __future__ import annotations

import subprocess
import sys

from tests.support.component import ROOT

FORBIDDEN = ("eventlet", "nameko", "kombu", "amqp", "sqlalchemy", "alembic")


def test_production_loads_no_framework_of_the_services():
    program = (
        "import sys, gateway.server\n"
        f"print([m for m in {FORBIDDEN!r} if m in sys.modules], "
        "[m for m in sys.modules if m.endswith('.service') and m.startswith('services.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] []"
