"""Support: members who say that they want a need met, each counted once."""
