"""Lots: an order that nobody could choose, of names that were fixed before."""
