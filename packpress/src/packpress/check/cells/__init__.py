"""Layer 2, cells: checks types and constraints, one column of a block at a time."""
