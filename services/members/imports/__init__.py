"""Members from a file."""
