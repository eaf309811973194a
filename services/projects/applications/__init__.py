"""Applications of social organisations for a tender: sealed, opened by two offices, checked."""
