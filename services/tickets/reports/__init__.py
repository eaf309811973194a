"""What became of a release: who asked, when, and what was made of the places."""
