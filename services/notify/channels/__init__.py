"""Channels: the ways that leave the house, behind one port."""
