"""Tickets: what a member has won, and the code that proves it at the door."""
