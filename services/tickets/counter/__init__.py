"""Claims that staff make for a member who stands before them."""
