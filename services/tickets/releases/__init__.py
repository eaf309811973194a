"""Releases: places given out to members of some districts between two stored times."""
