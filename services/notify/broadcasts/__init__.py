"""Broadcasts: one thing told to many, approved by a second person, at a bearable rate."""
