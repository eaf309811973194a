"""Presentations: when each organisation explains its project to the panel."""
