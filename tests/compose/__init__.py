"""Checks of the running containers; plain Python, run from outside of them."""
