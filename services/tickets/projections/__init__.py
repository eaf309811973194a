"""What the ticket service keeps of others' events."""
