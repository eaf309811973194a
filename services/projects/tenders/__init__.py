"""Tenders: one need of a batch, put out to social organisations."""
