"""Layer 2, keys: primary, unique and foreign keys across blocks and tables."""
