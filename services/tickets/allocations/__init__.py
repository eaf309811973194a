"""Parts of a release's stock that belong to a district or are reserved for a way of asking."""
