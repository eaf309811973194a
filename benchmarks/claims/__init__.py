"""Claims a second: ours, the idiomatic nameko way, and a bare echo, in one run."""
