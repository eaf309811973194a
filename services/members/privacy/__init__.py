"""Privacy: a member's data given out, and erased in the whole house."""
