"""Where child-care classes are held, and who holds them."""
