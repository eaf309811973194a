"""No-shows: valid tickets that nobody used, counted once after the event."""
