"""What was done and by whom, in chains of hashes in which nothing can be changed unseen."""
