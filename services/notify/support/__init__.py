"""Support: what became of a message, which ones are in trouble, and sending again by hand."""
