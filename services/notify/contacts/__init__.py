"""Contacts: where members can be reached; asked each time and kept nowhere."""
