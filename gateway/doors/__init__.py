"""How requests become calls: one module for each ``Door``."""
