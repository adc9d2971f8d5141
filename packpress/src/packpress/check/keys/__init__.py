"""Layer 2, keys: checks primary, unique and foreign keys across blocks and tables."""
