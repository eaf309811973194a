"""Events a second from commit to the consumer's effect, beside plain nameko."""
