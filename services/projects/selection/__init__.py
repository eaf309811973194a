"""Selection: which needs the union buys for, proposed by rule and decided by a person."""
