"""Messages: one row per event, recipient, template and channel, from creation to a true end."""
