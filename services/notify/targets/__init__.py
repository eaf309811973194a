"""Targets: the mailboxes and robots by which offices are told, set by their officers."""
