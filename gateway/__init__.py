"""The thin HTTP door in front of the services: a table of routes, and what all routes share."""
