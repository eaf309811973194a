"""Bulk messages beside a bare loop."""
