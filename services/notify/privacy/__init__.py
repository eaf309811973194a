"""Privacy: what notify holds about a member, given out and erased on request."""
