"""Merging: one need comes to stand for others, which stay as they were handed in."""
