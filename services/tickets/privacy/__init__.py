"""Privacy: what tickets holds about a member, given out, erased, and forgotten in time."""
