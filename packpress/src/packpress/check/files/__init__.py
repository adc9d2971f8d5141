"""Layer 1, files: sizes, hashes, and files that no schema describes."""
