"""Layer 1, files: presence, sizes, hashes, outputs, and files without a schema."""
