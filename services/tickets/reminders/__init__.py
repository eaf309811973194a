"""Reminders: the evening before an event its ticket holders are told of it, once."""
