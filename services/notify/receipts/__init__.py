"""Receipts: what the SMS gateway says later of what it took, stored first and matched after."""
