"""Errors of the catalogue, by name."""

from __future__ import annotations

from chassis.errors import NotFound


class ServiceNotFound(NotFound):
    """No service with this id."""
