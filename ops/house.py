"""Which services there are, and where their parts lie."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

# In the order in which the demonstration data builds upon itself.
NAMES = ("members", "catalog", "tickets", "projects", "notify")


def service_class(name: str) -> type[Any]:
    """The nameko class of a service; imports it."""
    module = import_module(f"services.{name}.service")
    found: type[Any] = getattr(module, name.title())
    return found


def migrations_of(name: str) -> Path:
    """The folder of a service's Alembic migrations."""
    return ROOT / "services" / name / "migrations"
