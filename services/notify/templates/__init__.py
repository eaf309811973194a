"""Templates: what messages say, as data files with typed variables and versions."""
