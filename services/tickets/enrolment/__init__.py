"""Applications of families for classes: placing, waiting, offers."""
