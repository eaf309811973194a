"""Reports: what members answered, as figures, from draft to publication."""
