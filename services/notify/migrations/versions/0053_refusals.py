"""Events that a full queue refused are set aside."""

from __future__ import annotations

from chassis.migration import add_refusals

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    add_refusals()
