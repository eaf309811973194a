"""Files of social organisations: looked at when they come, encrypted where they lie."""
