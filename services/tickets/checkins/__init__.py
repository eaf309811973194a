"""Check-in: a ticket is used at the door, once."""
