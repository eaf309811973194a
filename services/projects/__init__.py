"""Projects: from what members need to what the union buys."""
