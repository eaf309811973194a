"""Scores: what reviewers hand in, and the ranking that the fixed method makes of it."""
