"""From the bytes of a file to its cells as text: grammar, encoding, dialects, packed files, Parquet."""
