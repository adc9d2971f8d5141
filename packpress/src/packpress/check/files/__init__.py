"""Layer 1, files: presence, sizes, hashes, outputs, and files that no schema describes."""
