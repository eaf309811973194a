"""Reminders before the deadlines of a purchase: stored times that move with what they are of."""
