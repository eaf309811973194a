"""Batches: what the union buys together, within one budget and one timetable."""
