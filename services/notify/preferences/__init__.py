"""Preferences: what members want on their phones, and numbers that want nothing any more."""
