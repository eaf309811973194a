"""Ballots: one voice a member, on the web or on paper, and what each says."""
