"""What performance claims rest on, each with its yardstick in the same run."""
