"""Paper sheets: entered twice by two people, differences settled, counted once."""
