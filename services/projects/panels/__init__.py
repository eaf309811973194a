"""Panels: who judges a tender, by seats and roles; conflicts, recusals, alternates, quorum."""
