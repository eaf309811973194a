"""Who came, who fetched whom, and what families say of it."""
