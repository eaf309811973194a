"""The demonstration's data of notify: none. Messages come from what members do."""

from __future__ import annotations

from chassis.config import Settings
from chassis.work import Store


def load(_store: Store, _settings: Settings) -> None:
    """Leave inboxes and phones empty until something happens."""
