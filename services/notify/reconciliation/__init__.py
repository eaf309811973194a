"""Reconciliation: whatever a member must hear of has reached them, or somebody phones them."""
