"""The two sides of a comparison: a folder, an archive or a git revision."""
