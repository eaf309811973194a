"""Staff and provider accounts."""
