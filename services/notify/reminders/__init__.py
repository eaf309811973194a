"""Reminders of openings, for members who wish them; of events the ticket service reminds."""
