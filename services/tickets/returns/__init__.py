"""Returning a ticket: its places go to somebody who waits."""
