"""Contracts are held against real services."""

from tests.component.conftest import component

__all__ = ["component"]
