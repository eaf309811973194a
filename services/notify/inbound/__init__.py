"""SMS that members send: stored once, answered at once, handled by a tick."""
