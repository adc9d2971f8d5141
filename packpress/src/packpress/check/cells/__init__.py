"""Layer 2, cells: types and constraints, a column of a block at a time."""
