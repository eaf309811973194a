"""Cool-downs after no-shows, by a policy that each district publishes."""
