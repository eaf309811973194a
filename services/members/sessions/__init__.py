"""Sessions: access tokens and rotating refresh tokens."""
