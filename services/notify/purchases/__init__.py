"""Notices of purchases: organisations, reviewers, unions and offices hear what concerns them."""
