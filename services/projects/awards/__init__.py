"""Awards: public notice, objections, the award itself, and who follows when a winner falls out."""
