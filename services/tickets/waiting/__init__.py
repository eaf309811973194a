"""The waiting list: who gets a place that comes free, in which order, and until when to say yes."""
