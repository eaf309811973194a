"""The ledger: every request for a place, with its outcome."""
