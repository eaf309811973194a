"""Social organisations: who they are, who acts for them, and that they were verified."""
