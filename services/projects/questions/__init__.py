"""Questions of organisations about a call, and the answers that all of them read."""
