"""Reads files from bytes to cells of text: grammar, encoding, dialects, compressed files, Parquet."""
