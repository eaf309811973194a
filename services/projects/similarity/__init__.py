"""Similar needs: shown to a union while it writes and to the federation before it merges."""
