"""Receipts: what became of every request, for the member who made it and for the accounts."""
