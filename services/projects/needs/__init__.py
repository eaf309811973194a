"""Needs: what grassroots unions say that their members lack."""
