"""Catalogue: categories and services on offer."""
