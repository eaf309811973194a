"""Draws that anyone can check: entries frozen under a root, ranked by a public random value."""
