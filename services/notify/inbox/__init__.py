"""The inbox: what a member finds on the web."""
